/// The layers of a network in the order in which they run, without weights.
public struct Architecture: Equatable, Sendable {
  /// The name in settings and checkpoints.
  public let name: String
  /// The width and height of the input images, in pixels.
  public let inputSide: Int
  /// The channels of the input images.
  ///
  /// If the input is rows (images of one pixel), their length.
  public let inputChannels: Int
  /// The layers, from the input to the output.
  public let layers: [Layer]

  /// Describes an architecture.
  ///
  /// - Parameters:
  ///   - name: the name in settings and checkpoints.
  ///   - inputSide: width and height of the input images, in pixels.
  ///   - inputChannels: the channels of the input images.
  ///   - layers: the layers, from the input to the output. A layer that another one names comes
  ///     first.
  public init(name: String, inputSide: Int, inputChannels: Int = 3, layers: [Layer]) {
    self.name = name
    self.inputSide = inputSide
    self.inputChannels = inputChannels
    self.layers = layers
  }
}

/// The description of one layer, without weights.
public struct Layer: Equatable, Sendable {
  /// The layer's name, unique in the network: `conv1`, `relu7`, `norm`.
  public let name: String
  /// The operation that it computes.
  public let operation: Operation
  /// The name of the layer whose output is its input; nil for the previous layer.
  public let input: String?

  /// Describes a layer.
  ///
  /// - Parameters:
  ///   - name: the layer's name, unique in the network.
  ///   - operation: the operation that it computes.
  ///   - input: the name of the layer whose output is its input. The default is the previous layer.
  public init(_ name: String, _ operation: Operation, from input: String? = nil) {
    self.name = name
    self.operation = operation
    self.input = input
  }

  /// The names of other layers in this description: its input, if given, and a summand.
  var references: [String] {
    if case .sum(let summand) = operation {
      [input, summand].compactMap { $0 }
    } else {
      [input].compactMap { $0 }
    }
  }

  /// The operations of layers.
  public enum Operation: Equatable, Sendable {
    /// Convolution with `outputs` square kernels (strictly, a cross-correlation).
    case convolution(outputs: Int, side: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1)
    /// A fully connected layer. Images are flattened channel by channel.
    case linear(outputs: Int)
    /// max(x, 0).
    case relu
    /// The largest number of every square window. Windows may extend beyond the edge, as in Caffe.
    case maxPool(side: Int, stride: Int)
    /// Local response normalisation over `size` channels.
    case localResponseNorm(size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1)
    /// Batch normalisation, with a scale and a shift for every channel.
    case batchNorm
    /// The sum with the output of an earlier layer, which has the same shape.
    case sum(with: String)
    /// The mean of every channel over its pixels. Images become rows.
    case globalAveragePool
    /// Division of every row by its Euclidean length.
    case l2Normalise
  }
}

/// The shape of a layer's output for one image.
public struct LayerShape: Equatable, Sendable {
  /// The layer's name.
  public let name: String
  /// The channels of a map, or the length of a row.
  public let channels: Int
  /// The width and height of a map in pixels; 1 for a row.
  public let side: Int

  /// The number of elements.
  public var count: Int { channels * side * side }
}

/// The shapes of one layer's weights, as LibTorch stores them.
public struct ParameterShape: Equatable, Sendable {
  /// The layer's name.
  public let layer: String
  /// The kernel's shape: outputs × (inputs / groups) × side × side for convolution, outputs ×
  /// inputs for a fully connected layer, channels for batch normalisation.
  public let kernel: [Int]
  /// The map from which a fully connected layer's input is flattened; nil if the input is a row.
  public let flattenedFrom: LayerShape?

  /// The bias's shape: one number per output.
  public var bias: [Int] { [kernel[0]] }

  /// Whether the layer is a batch normalisation, which has running moments.
  public var isNormalisation: Bool { kernel.count == 1 }

  /// The number of weights in kernel and bias together.
  public var count: Int { kernel.reduce(1, *) + kernel[0] }
}

extension Architecture {
  /// The output shape of every layer, in order.
  public var shapes: [LayerShape] { walk().shapes }

  /// The weights' shapes of every layer that has weights, in order.
  public var parameterShapes: [ParameterShape] { walk().parameters }

  /// The number of weights in all layers.
  public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.count } }

  private func walk() -> (shapes: [LayerShape], parameters: [ParameterShape]) {
    var shapes: [LayerShape] = []
    var parameters: [ParameterShape] = []
    var current = LayerShape(name: "input", channels: inputChannels, side: inputSide)
    var named: [String: LayerShape] = [:]
    for layer in layers {
      if let input = layer.input, let shape = named[input] { current = shape }
      var (channels, side) = (current.channels, current.side)
      switch layer.operation {
      case .convolution(let outputs, let kernelSide, let stride, let padding, let groups):
        parameters.append(
          ParameterShape(
            layer: layer.name, kernel: [outputs, channels / groups, kernelSide, kernelSide],
            flattenedFrom: nil))
        channels = outputs
        side = (side + 2 * padding - kernelSide) / stride + 1
      case .linear(let outputs):
        parameters.append(
          ParameterShape(
            layer: layer.name, kernel: [outputs, current.count],
            flattenedFrom: side > 1 ? current : nil))
        (channels, side) = (outputs, 1)
      case .maxPool(let windowSide, let stride):
        side = (side - windowSide + stride - 1) / stride + 1
      case .batchNorm:
        parameters.append(
          ParameterShape(layer: layer.name, kernel: [channels], flattenedFrom: nil))
      case .globalAveragePool:
        side = 1
      case .relu, .localResponseNorm, .l2Normalise, .sum:
        break
      }
      current = LayerShape(name: layer.name, channels: channels, side: side)
      shapes.append(current)
      named[layer.name] = current
    }
    return (shapes, parameters)
  }
}
