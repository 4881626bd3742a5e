import Basics
import Tensors

/// An architecture with weights.
///
/// It turns images into features.
///
/// A siamese network is one such network that sees both frames of a pair. Its branches share all
/// weights, so they are rows of one batch.
public final class Network {
  /// The layers.
  public let architecture: Architecture
  /// The device that holds the weights and computes.
  public let device: Device
  /// The number format in which it computes.
  public let precision: Precision
  /// The kernel and bias of every layer that has them, in order.
  public let parameters: [Parameter]

  /// The weights that the network computes with, by layer name.
  private let weights: [String: LayerWeights]
  private let frozen: Set<String>

  /// Makes a network from existing weights.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - weights: kernel and bias of every layer that ``Architecture/parameterShapes`` lists.
  ///     Weights of other layers are ignored.
  ///   - frozen: the layers whose weights training does not change.
  ///   - precision: the number format to compute in. The weights are kept as 32-bit floats.
  ///   - device: the device that holds the weights and computes.
  /// - Throws: `TensorError`, or ``NetworkError`` if a layer's weights are missing or have another
  ///   shape.
  public init(
    _ architecture: Architecture, weights: [String: LayerWeights],
    frozen: Set<String> = [], precision: Precision = .float32, on device: Device = .cpu
  ) throws {
    (self.architecture, self.device, self.precision) = (architecture, device, precision)
    self.frozen = frozen
    var used: [String: LayerWeights] = [:]
    var parameters: [Parameter] = []
    for shape in architecture.parameterShapes {
      guard let stored = weights[shape.layer] else {
        throw NetworkError.missingWeights(layer: shape.layer)
      }
      guard stored.isOf(shape) else {
        throw NetworkError.otherShape(
          layer: shape.layer, expected: shape.kernel, found: stored.kernel.shape)
      }
      // Normalisation always computes in 32 bits.
      let isRounded = precision != .float32 && !shape.isNormalisation
      func parameter(_ role: Parameter.Role, _ values: Tensor) throws -> Parameter {
        let kept = try values.moved(to: device)
        let working = isRounded ? try kept.rounded(to: precision) : kept
        if !frozen.contains(shape.layer) { try working.requireGradient() }
        return Parameter(layer: shape.layer, role: role, tensor: kept, working: working)
      }
      let form = shape.kernel.count == 4 ? try stored.kernel.channelsLast() : stored.kernel
      let layer = (
        kernel: try parameter(.kernel, form), bias: try parameter(.bias, stored.bias)
      )
      used[shape.layer] = LayerWeights(
        kernel: layer.kernel.working, bias: layer.bias.working,
        running: try stored.running?.copied(to: device))
      parameters += [layer.kernel, layer.bias]
    }
    self.weights = used
    self.parameters = parameters
  }

  /// The running mean and variance of every layer that has them, by layer name.
  public var runningMoments: [String: RunningMoments] { weights.compactMapValues(\.running) }

  /// Which mean and variance batch normalisation uses.
  public enum Mode: Sendable {
    /// Those of the batch. The running ones are moved towards them. Frozen layers use the running
    /// ones.
    case training
    /// The running ones.
    case evaluation
  }

  /// Runs the network.
  ///
  /// - Parameters:
  ///   - images: batch × 3 × side × side in the network's precision, as ``InputNormalisation``
  ///     makes them.
  ///   - layer: the layer whose output is returned. The default is the last layer.
  ///   - mode: which mean and variance batch normalisation uses.
  /// - Returns: batch × channels × side × side for maps, batch × length for rows; 32-bit floats.
  /// - Throws: `TensorError`, or ``NetworkError/noSuchLayer(name:names:)``.
  public func callAsFunction(
    _ images: Tensor, upTo layer: String? = nil, mode: Mode = .evaluation
  ) throws -> Tensor {
    let fused = try architecture.fusedLayers(upTo: layer)
    let named = Set(architecture.layers.flatMap(\.references))
    var outputs: [String: Tensor] = [:]
    var latest = images
    for layer in fused {
      let input = layer.first.input.flatMap { outputs[$0] } ?? latest
      latest = try apply(layer, to: input, outputs, mode)
      if named.contains(layer.name) { outputs[layer.name] = latest }
    }
    return try latest.toFloat()
  }

  private func apply(
    _ fused: FusedLayer, to input: Tensor, _ outputs: [String: Tensor], _ mode: Mode
  ) throws -> Tensor {
    func output(of name: String) throws -> Tensor {
      guard let output = outputs[name] else {
        throw NetworkError.noSuchLayer(name: name, names: Array(outputs.keys))
      }
      return output
    }
    let layer = fused.first
    switch layer.operation {
    case .convolution(_, _, let stride, let padding, let groups):
      let weights = try weights(of: layer)
      return try input.convolution(
        kernel: weights.kernel, bias: weights.bias, stride: stride, padding: padding,
        groups: groups)
    case .linear:
      let weights = try weights(of: layer)
      let batch = input.shape[0]
      return try input.reshaped([batch, input.count / max(batch, 1)])
        .linear(weight: weights.kernel, bias: weights.bias)
    case .relu:
      return try input.reluInPlace()
    case .maxPool(let side, let stride):
      return try input.maxPool(side: side, stride: stride, roundsUp: true)
    case .localResponseNorm(let size, let alpha, let beta, let k):
      return try input.localResponseNorm(size: size, alpha: alpha, beta: beta, k: k)
    case .batchNorm:
      let weights = try weights(of: layer)
      guard let running = weights.running else {
        throw NetworkError.missingWeights(layer: layer.name)
      }
      return try input.batchNorm(
        scale: weights.kernel, shift: weights.bias, running: (running.mean, running.variance),
        isTraining: mode == .training && !frozen.contains(layer.name),
        adding: try fused.summand.map(output),
        pooling: fused.pool.map { ($0.side, $0.stride) }, rectifies: fused.rectifies)
    case .sum(let summand):
      return try input + output(of: summand)
    case .globalAveragePool:
      return try input.pixelMean()
    case .l2Normalise:
      return try input.toFloat().l2Normalised()
    }
  }

  private func weights(of layer: Layer) throws -> LayerWeights {
    guard let found = weights[layer.name] else {
      throw NetworkError.missingWeights(layer: layer.name)
    }
    return found
  }
}

/// Turns pictures into a network's input: orders the colours and subtracts a mean.
public struct InputNormalisation: Equatable, Sendable {
  /// The mean of blue, green and red, from 0 to 255.
  public var meanBGR: [Float]

  /// Makes a normalisation.
  ///
  /// - Parameter meanBGR: the mean of blue, green and red, from 0 to 255.
  public init(meanBGR: [Float]) {
    self.meanBGR = meanBGR
  }

  /// The authors' normalisation: blue, green and red from 0 to 255, minus (103.939, 116.779,
  /// 128.68).
  ///
  /// 128.68 is probably a slip for ImageNet's 123.68. It is kept because the authors' networks were
  /// trained with it.
  public static let authors = InputNormalisation(meanBGR: [103.939, 116.779, 128.68])

  /// Turns pictures into a network's input.
  ///
  /// - Parameters:
  ///   - pixels: batch × side × side × 3 bytes; red, green, blue.
  ///   - side: width and height in pixels.
  ///   - precision: the number format of the network.
  ///   - device: the device of the network.
  /// - Returns: batch × 3 × side × side; blue, green, red; channels last in memory.
  public func callAsFunction(
    _ pixels: [UInt8], side: Int, precision: Precision = .float32, on device: Device
  ) throws -> Tensor {
    try .pictures(pixels, side: side, meanBGR: meanBGR, precision: precision, on: device)
  }

  /// Turns pictures into the input of a given network.
  ///
  /// - Parameters:
  ///   - pixels: batch × side × side × 3 bytes; red, green, blue.
  ///   - network: the network that receives them. It decides side, precision and device.
  /// - Returns: batch × 3 × side × side; blue, green, red; channels last in memory.
  public func callAsFunction(_ pixels: [UInt8], for network: Network) throws -> Tensor {
    try self(
      pixels, side: network.architecture.inputSide, precision: network.precision,
      on: network.device)
  }
}

/// Weights or names that do not fit a network.
public enum NetworkError: ExplainedError {
  /// A layer of the network has no weights.
  case missingWeights(layer: String)
  /// A layer's weights have another shape than the network needs.
  case otherShape(layer: String, expected: [Int], found: [Int])
  /// The network has no layer with that name.
  case noSuchLayer(name: String, names: [String])

  /// The request is at fault if a layer's name is wrong, otherwise the program.
  public var blame: Blame {
    if case .noSuchLayer = self { .usage } else { .execution }
  }

  /// Names the layer and what the network has or needs.
  public var description: String {
    switch self {
    case .missingWeights(let layer):
      "layer \(layer) has no weights"
    case .otherShape(let layer, let expected, let found):
      "the weights of layer \(layer) are \(found), the network needs \(expected)"
    case .noSuchLayer(let name, let names):
      "no layer is called \(name); there are \(names.joined(separator: ", "))"
    }
  }
}
