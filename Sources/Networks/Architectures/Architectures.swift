extension Architecture {
  /// The network of the thesis and of the authors' code: like AlexNet, with more channels in the
  /// middle.
  ///
  /// Source: Redondo-Cabrera and López-Sastre 2019, `train_test_Ls_loss.prototxt`; 77 719 168
  /// parameters.
  public static let thesis = authors("thesis")

  /// The network of the thesis with features of 1024 numbers.
  ///
  /// The authors train it with the quadruplet objective.
  ///
  /// Source: `train_test_Lq_loss.prototxt`; 65 133 184 parameters.
  public static let thesisOf1024 = authors("thesis-1024", lastOutputs: 1024)

  /// The network of the thesis with an eighth of the channels, for trials that take seconds.
  ///
  /// It is this project's own, not a published network.
  public static let thesisSmall = authors("thesis-small", share: 8, lastOutputs: 512)

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

extension Architecture {
  /// The thesis's convolutions with batch normalisation instead of local response normalisation,
  /// and the mean over positions instead of the fully connected layers.
  ///
  /// In the trials of docs/method.md, this network learned.
  static let thesisNormalised = Architecture(
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

  /// Lists a convolution, its batch normalisation and its ReLU.
  ///
  /// - Parameter suffix: the end of the three layers' names.
  private static func convolution(_ suffix: String, _ operation: Layer.Operation) -> [Layer] {
    [
      Layer("conv\(suffix)", operation), Layer("bn\(suffix)", .batchNorm),
      Layer("relu\(suffix)", .relu),
    ]
  }

  /// The last layers of a network without fully connected layers: the mean over positions, and the
  /// division by the row's length.
  private static let end = [Layer("average", .globalAveragePool), Layer("norm", .l2Normalise)]
}

extension Architecture {
  /// A small residual network, for small collections and two cores.
  ///
  /// It has a convolution of 5×5 pixels and four stages of one basic block each (He et al. 2016).
  /// Every stage but the first halves the maps' side and doubles their channels.
  public static let residual = Architecture(
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

  /// Lists the layers of a basic block: two convolutions of 3×3 pixels, and the sum with the
  /// block's input.
  ///
  /// If the stride is above 1, the shapes differ, and a convolution of 1×1 pixels adapts the input.
  ///
  /// - Parameters:
  ///   - number: the block's number, which ends its layers' names.
  ///   - channels: the channels of the output.
  ///   - input: the name of the layer before the block.
  ///   - stride: pixels between one position of the first convolution and the next.
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

extension Architecture {
  /// A small network for motion.
  ///
  /// Its input is one row of nine histograms of optical flow, with 4×4 cells × 8 directions each.
  public static let motion = Architecture(
    name: "motion", inputSide: 1, inputChannels: 9 * 128,
    layers: [
      Layer("motion1", .linear(outputs: 256)), Layer("motion-bn", .batchNorm),
      Layer("motion-relu", .relu), Layer("motion2", .linear(outputs: 128)),
      Layer(features, .l2Normalise),
    ])
}
