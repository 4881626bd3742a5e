import Evaluation
import Numerics
import Testing

@Suite struct TrustworthinessTests {
  struct Expected: Decodable {
    var trustworthiness, trustworthiness12: Double
  }

  @Test func equalsScikitLearn() throws {
    let expected = try Reference.read("maps.json", as: Expected.self)
    let digits = try Reference.digits()
    let places = try Reference.positions("embedding.npy")
    let five = try trustworthiness(of: places, for: digits)
    let twelve = try trustworthiness(of: places, for: digits, neighbours: 12)
    #expect(abs(five - expected.trustworthiness) < 1e-9)
    #expect(abs(twelve - expected.trustworthiness12) < 1e-9)
    let plane = Features(rows: 500, dimension: 2, values: places.flatMap { [$0.x, $0.y] })
    #expect(try trustworthiness(of: places, for: plane) == 1)
  }
}
