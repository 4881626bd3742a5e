import Tensors
import TestSupport
import Testing

@Suite struct FewProductsTests {
  /// Lengths and counts around what is taken at a time: eight numbers, six vectors; of three rows, two.
  @Test(arguments: [1, 7, 8, 37], [1, 5, 6, 7, 13])
  func equalsTheDefinition(length: Int, count: Int) throws {
    let height = 3
    let rows = Formula.values(1, count: height * length)
    let vectors = Formula.values(2, count: count * length)
    let expected = (0..<height).flatMap { row in
      (0..<count).map { vector in
        (0..<length).reduce(0.0) {
          $0 + Double(rows[row * length + $1]) * Double(vectors[vector * length + $1])
        }
      }
    }
    let found = try Tensor(rows, shape: [height, length])
      .products(withFew: Tensor(vectors, shape: [count, length]))
    #expect(found.shape == [height, count])
    for (own, value) in zip(try found.floats(), expected) {
      #expect(abs(Double(own) - value) < 1e-5)
    }
  }

  @Test func rowsOfOtherLengthsAreRefused() throws {
    let rows = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(throws: TensorError.self) {
      try rows.products(withFew: Tensor([1, 2], shape: [1, 2]))
    }
  }
}
