import Tensors
import TestSupport
import Testing

@Suite struct L2NormaliseTests {
  private struct Expected: Decodable {
    let shape: [Int]
    let input, upstream, output, gradient: [Float]
  }

  /// Against torch.nn.functional.normalize and its gradient: rows of zeros, long ones, and ones
  /// just above and below the least length that is divided by.
  @Test func equalsPyTorch() throws {
    let expected = try ReferenceFolder.networks.read("row-norms.json", as: Expected.self)
    let input = try Tensor(expected.input, shape: expected.shape)
    try input.requireGradient()
    let output = try input.l2Normalised()
    try (output * Tensor(expected.upstream, shape: expected.shape)).sum().backward()
    let values = try output.floats()
    let gradient = try #require(try input.gradient()).floats()
    // A row by itself: a gradient is as large as its row is short.
    let columns = expected.shape[1]
    for row in 0..<expected.shape[0] {
      let range = row * columns..<(row + 1) * columns
      #expect(deviation(Array(values[range]), from: Array(expected.output[range])) < 1e-6)
      #expect(
        deviation(Array(gradient[range]), from: Array(expected.gradient[range])) < 1e-5, "\(row)")
    }
    #expect(values[..<columns].allSatisfy { $0 == 0 })
  }
}
