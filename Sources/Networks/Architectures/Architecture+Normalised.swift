extension Architecture {
  /// The thesis's convolutions with batch normalisation in place of the response normalisation, and the
  /// mean over positions in place of the fully connected layers.
  ///
  /// The network that METHOD.md's trials found to learn; its middle's channels are the thesis's.
  package static let thesisNormalised = Architecture(
    name: "thesis-bn", inputSide: 128,
    layers: [
      convolution("1", .convolution(outputs: 96, side: 7, stride: 2)),
      [Layer("pool1", .maxPool(side: 3, stride: 2))],
      convolution("2", .convolution(outputs: 384, side: 5, stride: 2, groups: 2)),
      [Layer("pool2", .maxPool(side: 3, stride: 2))],
      convolution("3", .convolution(outputs: 512, side: 3, padding: 1)),
      convolution("4", .convolution(outputs: 512, side: 3, padding: 1, groups: 2)),
      convolution("5", .convolution(outputs: 384, side: 3, padding: 1, groups: 2)),
      end,
    ].flatMap { $0 })

  /// Convolution, batch normalisation, ReLU.
  static func convolution(_ suffix: String, _ operation: Layer.Operation) -> [Layer] {
    [
      Layer("conv\(suffix)", operation), Layer("bn\(suffix)", .batchNorm),
      Layer("relu\(suffix)", .relu),
    ]
  }

  /// How a network of maps ends: the mean over positions, and the division by the row's length.
  static let end = [Layer("average", .globalAveragePool), Layer("norm", .l2Normalise)]
}
