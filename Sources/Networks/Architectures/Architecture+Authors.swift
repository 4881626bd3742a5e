extension Architecture {
  /// The network of the thesis and of the authors' code: AlexNet's ends with a wider middle.
  ///
  /// Redondo-Cabrera and López-Sastre 2019, `train_test_Ls_loss.prototxt`; 77 719 168 parameters.
  package static let thesis = authors("thesis")

  /// The same with features of 1024 numbers, as the authors train it with the quadruplet objective.
  ///
  /// `train_test_Lq_loss.prototxt`; 65 133 184 parameters.
  package static let thesisOf1024 = authors("thesis-1024", lastOutputs: 1024)

  /// The same layers with an eighth of the channels, to try things out in seconds; nobody's published
  /// network.
  package static let thesisSmall = authors("thesis-small", share: 8, lastOutputs: 512)

  private static func authors(
    _ name: String, share: Int = 1, lastOutputs: Int = 4096
  ) -> Architecture {
    Architecture(
      name: name, inputSide: 227, layers: authorsLayers(share: share, lastOutputs: lastOutputs))
  }

  private static func authorsLayers(share: Int, lastOutputs: Int) -> [Layer] {
    [
      Layer("conv1", .convolution(outputs: 96 / share, side: 7, stride: 2)),
      Layer("relu1", .relu),
      Layer("pool1", .maxPool(side: 3, stride: 2)),
      Layer("norm1", .localResponseNorm()),
      Layer("conv2", .convolution(outputs: 384 / share, side: 5, stride: 2, groups: 2)),
      Layer("relu2", .relu),
      Layer("pool2", .maxPool(side: 3, stride: 2)),
      Layer("norm2", .localResponseNorm()),
      Layer("conv3", .convolution(outputs: 512 / share, side: 3, padding: 1)),
      Layer("relu3", .relu),
      Layer("conv4", .convolution(outputs: 512 / share, side: 3, padding: 1, groups: 2)),
      Layer("relu4", .relu),
      Layer("conv5", .convolution(outputs: 384 / share, side: 3, padding: 1, groups: 2)),
      Layer("relu5", .relu),
      Layer("pool5", .maxPool(side: 3, stride: 2)),
      Layer("fc6", .linear(outputs: 4096 / share)),
      Layer("relu6", .relu),
      Layer("fc7", .linear(outputs: lastOutputs)),
      Layer("relu7", .relu),
      Layer("norm", .l2Normalise),
    ]
  }
}
