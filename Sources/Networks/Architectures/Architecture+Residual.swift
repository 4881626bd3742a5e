extension Architecture {
  /// A small residual network, for small collections and two cores.
  ///
  /// Basic blocks as in He and others 2016. A convolution of 5×5 pixels and four stages of one basic block each; every stage but the first
  /// halves the maps' side and doubles their channels.
  package static let residual = Architecture(
    name: "residual", inputSide: 112,
    layers: [
      convolution("1", .convolution(outputs: 32, side: 5, stride: 2, padding: 2)),
      [Layer("pool1", .maxPool(side: 3, stride: 2))],
      block(2, of: 32, after: "pool1", stride: 1),
      block(3, of: 64, after: "relu2", stride: 2),
      block(4, of: 128, after: "relu3", stride: 2),
      block(5, of: 256, after: "relu4", stride: 2),
      end,
    ].flatMap { $0 })

  /// A basic block: two convolutions of 3×3 pixels, to whose output the input is added; by way of a
  /// convolution of one pixel where its shape is another.
  private static func block(
    _ number: Int, of channels: Int, after input: String, stride: Int
  ) -> [Layer] {
    let hasShortcut = stride > 1
    let shortcut = [
      Layer(
        "shortcut\(number)", .convolution(outputs: channels, side: 1, stride: stride), from: input),
      Layer("shortcut-bn\(number)", .batchNorm),
    ]
    return (hasShortcut ? shortcut : [])
      + [
        Layer(
          "conv\(number)a", .convolution(outputs: channels, side: 3, stride: stride, padding: 1),
          from: input),
        Layer("bn\(number)a", .batchNorm),
        Layer("relu\(number)a", .relu),
        Layer("conv\(number)b", .convolution(outputs: channels, side: 3, padding: 1)),
        Layer("bn\(number)b", .batchNorm),
        Layer("sum\(number)", .sum(with: hasShortcut ? "shortcut-bn\(number)" : input)),
        Layer("relu\(number)", .relu),
      ]
  }
}
