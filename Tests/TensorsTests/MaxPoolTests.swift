import Tensors
import TestSupport
import Testing

/// Compares pooling and its derivative with their definition, in full loops over windows.
@Suite struct MaxPoolTests {
  struct Sizes: CustomTestStringConvertible, Sendable {
    let channels, height, width, side, stride: Int
    var roundsUp = true
    let rows, columns: Int

    var input: [Int] { [2, channels, height, width] }
    var result: [Int] { [2, channels, rows, columns] }
    var testDescription: String {
      "\(channels)×\(height)×\(width), side \(side), stride \(stride), \(roundsUp ? "up" : "down")"
    }
  }

  /// Sizes into which windows fit in different ways.
  ///
  /// Rows and columns were counted by hand.
  ///
  /// The numbers of channels are below, at and above those of a vector. Windows overlap, extend
  /// beyond the edge, or leave out pixels between them and at the edge.
  static let sizes = [
    Sizes(channels: 3, height: 7, width: 8, side: 3, stride: 2, rows: 3, columns: 4),
    Sizes(
      channels: 16, height: 8, width: 7, side: 3, stride: 2, roundsUp: false, rows: 3, columns: 3),
    Sizes(channels: 37, height: 6, width: 5, side: 2, stride: 2, rows: 3, columns: 3),
    Sizes(channels: 32, height: 5, width: 5, side: 3, stride: 1, rows: 3, columns: 3),
    Sizes(channels: 18, height: 9, width: 6, side: 2, stride: 3, rows: 3, columns: 2),
    Sizes(channels: 16, height: 4, width: 4, side: 4, stride: 2, rows: 1, columns: 1),
  ]

  /// A choice of kernels, and a number format.
  struct Setting: CustomTestStringConvertible, Sendable {
    let kernels: LibTorch.Kernels
    let precision: Precision

    var testDescription: String { "\(kernels), \(precision.rawValue)" }
  }

  static let settings = LibTorch.Kernels.available.flatMap { kernels in
    Precision.allCases.map { Setting(kernels: kernels, precision: $0) }
  }

  @Test(arguments: sizes, settings)
  func followsTheDefinition(sizes: Sizes, setting: Setting) throws {
    try LibTorch.withKernels(setting.kernels) {
      try compareWithDefinition(sizes, precision: setting.precision)
    }
  }

  private func compareWithDefinition(_ sizes: Sizes, precision: Precision) throws {
    let values = rounded(Formula.values(1, count: sizes.input.reduce(1, *)))
    let upstream = rounded(Formula.values(2, count: sizes.result.reduce(1, *)))
    let input = try Tensor(values, shape: sizes.input).channelsLast().rounded(to: precision)
    try input.requireGradient()
    let result = try input.maxPool(
      side: sizes.side, stride: sizes.stride, roundsUp: sizes.roundsUp)
    let unwatched = try withoutGradients {
      try input.maxPool(side: sizes.side, stride: sizes.stride, roundsUp: sizes.roundsUp)
    }
    let factors = try Tensor(upstream, shape: sizes.result)
    try (result.toFloat() * factors).sum().backward()

    let (largest, gradient) = definition(sizes, values, upstream)
    #expect(result.shape == sizes.result)
    #expect(try result.floats() == largest)
    #expect(try unwatched.floats() == largest)
    let found = try #require(try input.gradient()).floats()
    for (own, number) in zip(found, gradient) {
      #expect(abs(own - number) <= (precision == .float32 ? 1e-6 : 4e-3) * max(abs(number), 1))
    }
  }

  @Test(arguments: LibTorch.Kernels.available)
  func notANumberIsLargest(kernels: LibTorch.Kernels) throws {
    var values = [Float](repeating: 1, count: 16 * 9)
    values[5 * 9 + 4] = .nan
    let images = try Tensor(values, shape: [1, 16, 3, 3]).channelsLast()
    let pooled = try LibTorch.withKernels(kernels) {
      try images.maxPool(side: 3, stride: 2, roundsUp: true).floats()
    }
    #expect(pooled.indices.filter { pooled[$0].isNaN } == [5])
  }

  /// Rounds to seven binary digits, which a bfloat16 has.
  private func rounded(_ values: [Float]) -> [Float] { values.map { ($0 * 64).rounded() / 64 } }

  private func definition(
    _ sizes: Sizes, _ values: [Float], _ upstream: [Float]
  ) -> (largest: [Float], gradient: [Float]) {
    var largest: [Float] = []
    var gradient = [Float](repeating: 0, count: values.count)
    for map in 0..<2 * sizes.channels {
      for row in 0..<sizes.rows {
        for column in 0..<sizes.columns {
          var best: Int?
          for y in row * sizes.stride..<min(row * sizes.stride + sizes.side, sizes.height) {
            for x in column * sizes.stride..<min(column * sizes.stride + sizes.side, sizes.width) {
              let at = (map * sizes.height + y) * sizes.width + x
              if best.map({ values[at] > values[$0] }) ?? true { best = at }
            }
          }
          guard let best else { continue }
          gradient[best] += upstream[largest.count]
          largest.append(values[best])
        }
      }
    }
    return (largest, gradient)
  }
}
