import Basics
import Foundation
import TestSupport
import Testing

@Suite struct JSONFileTests {
  private struct Value: Decodable {
    struct Inner: Decodable { let count: Int }
    let inner: Inner
  }

  private struct Measurement: Codable, Equatable {
    var videoLevel: [String: Double]
    var fileName: String
  }

  private let measurement = Measurement(videoLevel: ["nmi": 0.5, "ari": 0.25], fileName: "a/b.avi")

  @Test func textsHaveSortedKeysAndPlainSlashes() throws {
    #expect(
      try JSONFile.text(of: measurement) == """
        {
          "fileName" : "a/b.avi",
          "videoLevel" : {
            "ari" : 0.25,
            "nmi" : 0.5
          }
        }

        """)
    #expect(
      try JSONFile.line(of: measurement, keys: .snakeCase)
        == #"{"file_name":"a/b.avi","video_level":{"ari":0.25,"nmi":0.5}}"#)
  }

  @Test(arguments: [JSONFile.Keys.asDeclared, .snakeCase])
  func whatIsWrittenIsReadBack(keys: JSONFile.Keys) throws {
    let folder = try TemporaryFolder()
    try JSONFile.write(measurement, to: folder("a.json"), keys: keys)
    #expect(try JSONFile.read(folder("a.json"), keys: keys) == measurement)
    #expect(
      try String(contentsOfFile: folder("a.json"), encoding: .utf8)
        == JSONFile.text(of: measurement, keys: keys))
  }

  @Test func numbersThatAreNotFiniteAreRefused() {
    #expect(throws: EncodingError.self) { try JSONFile.text(of: [Double.nan]) }
  }

  @Test(arguments: [
    ("{}", "it has no inner"), ("{\"inner\": {}}", "it has no inner.count"),
    ("{\"inner\": {\"count\": \"x\"}}", "inner.count has a value of the wrong kind"),
    ("{\"inner\": {\"count\": null}}", "inner.count has a value of the wrong kind"),
    ("{\"inner\"", "it is not JSON"), ("", "it is not JSON"),
    (String(repeating: "[", count: 100_000), "it is not JSON"),
  ])
  func whatIsWrongIsNamed(_ text: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder("a.json"), atomically: false, encoding: .utf8)
    let error = #expect(throws: MalformedJSON.self) {
      let _: Value = try JSONFile.read(folder("a.json"))
    }
    #expect(error?.path == folder("a.json") && error?.reason == reason, "\(error?.reason ?? "")")
  }
}
