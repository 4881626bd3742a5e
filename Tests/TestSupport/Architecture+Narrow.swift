import Networks

extension Architecture {
  /// The thesis network's layers in its order, with few channels.
  package static let narrow = narrow(side: 99)

  /// The same for smaller pictures, 67 pixels at least.
  package static func narrow(side: Int) -> Architecture {
    Architecture(name: "narrow", inputSide: side, layers: narrowLayers)
  }

  private static let narrowLayers = [
    Layer("conv1", .convolution(outputs: 8, side: 7, stride: 2)),
    Layer("relu1", .relu),
    Layer("pool1", .maxPool(side: 3, stride: 2)),
    Layer("norm1", .localResponseNorm()),
    Layer("conv2", .convolution(outputs: 16, side: 5, stride: 2, groups: 2)),
    Layer("relu2", .relu),
    Layer("pool2", .maxPool(side: 3, stride: 2)),
    Layer("norm2", .localResponseNorm()),
    Layer("conv3", .convolution(outputs: 16, side: 3, padding: 1)),
    Layer("relu3", .relu),
    Layer("conv4", .convolution(outputs: 16, side: 3, padding: 1, groups: 2)),
    Layer("relu4", .relu),
    Layer("conv5", .convolution(outputs: 12, side: 3, padding: 1, groups: 2)),
    Layer("relu5", .relu),
    Layer("pool5", .maxPool(side: 3, stride: 2)),
    Layer("fc6", .linear(outputs: 32)),
    Layer("relu6", .relu),
    Layer("fc7", .linear(outputs: 24)),
    Layer("relu7", .relu),
    Layer("norm", .l2Normalise),
  ]
}
