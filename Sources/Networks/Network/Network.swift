import Basics
import Tensors

/// An architecture with weights: turns images into features.
///
/// A siamese network is one such network that sees both frames of a pair: sharing all weights,
/// its branches are rows of one batch.
public final class Network {
  /// The layers.
  public let architecture: Architecture
  /// Where its weights are and where it computes.
  public let device: Device
  /// The numbers it computes in.
  public let precision: Precision
  /// Kernel and bias of every layer that has them, in order.
  public let parameters: [Parameter]

  /// What is computed with, a layer's name each.
  private let weights: [String: (kernel: Tensor, bias: Tensor)]

  /// Wraps weights that are there already.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - weights: kernel and bias of every layer that ``Architecture/parameterShapes`` lists; those
  ///     of other layers are not looked at.
  ///   - frozen: the layers whose weights training leaves as they are.
  ///   - precision: the numbers to compute in; the weights are kept as 32-bit floats.
  ///   - device: where to put them and compute.
  /// - Throws: `TensorError`, or ``NetworkError`` where a layer's weights are missing or of
  ///   another shape.
  public init(
    _ architecture: Architecture, weights: [String: (kernel: Tensor, bias: Tensor)],
    frozen: Set<String> = [], precision: Precision = .float32, on device: Device = .cpu
  ) throws {
    self.architecture = architecture
    self.device = device
    self.precision = precision
    var used: [String: (kernel: Tensor, bias: Tensor)] = [:]
    var parameters: [Parameter] = []
    for shape in architecture.parameterShapes {
      guard let (kernel, bias) = weights[shape.layer] else {
        throw NetworkError.missingWeights(layer: shape.layer)
      }
      guard kernel.shape == shape.kernel, bias.shape == shape.bias else {
        throw NetworkError.otherShape(
          layer: shape.layer, expected: shape.kernel, found: kernel.shape)
      }
      let form = shape.kernel.count == 4 ? try kernel.channelsLast() : kernel
      func parameter(_ role: Parameter.Role, _ values: Tensor) throws -> Parameter {
        let kept = try values.moved(to: device)
        let working = precision == .float32 ? kept : try kept.rounded(to: precision)
        if !frozen.contains(shape.layer) { try working.requireGradient() }
        return Parameter(layer: shape.layer, role: role, tensor: kept, working: working)
      }
      let layer = (kernel: try parameter(.kernel, form), bias: try parameter(.bias, bias))
      used[shape.layer] = (layer.kernel.working, layer.bias.working)
      parameters += [layer.kernel, layer.bias]
    }
    self.weights = used
    self.parameters = parameters
  }

  /// Runs the network.
  ///
  /// - Parameters:
  ///   - images: batch × 3 × side × side in the network's precision, as ``InputForm`` makes them.
  ///   - layer: the layer whose output is wanted; the last one if left out.
  /// - Returns: batch × channels × side × side for maps, batch × length for rows, as 32-bit floats.
  /// - Throws: `TensorError`, or ``NetworkError/noSuchLayer(name:names:)``.
  public func callAsFunction(_ images: Tensor, upTo layer: String? = nil) throws -> Tensor {
    let steps = try architecture.steps(upTo: layer)
    return try steps.reduce(images) { try apply($1, to: $0) }.toFloat()
  }

  private func apply(_ layer: Layer, to input: Tensor) throws -> Tensor {
    switch layer.operation {
    case .convolution(_, _, let stride, let padding, let groups):
      let (kernel, bias) = try weights(of: layer)
      return try input.convolution(
        kernel: kernel, bias: bias, stride: stride, padding: padding, groups: groups)
    case .linear:
      let (kernel, bias) = try weights(of: layer)
      let batch = input.shape[0]
      return try input.reshaped([batch, input.count / max(batch, 1)])
        .linear(weight: kernel, bias: bias)
    case .relu:
      return try input.reluInPlace()
    case .maxPool(let side, let stride):
      return try input.maxPool(side: side, stride: stride, roundsUp: true)
    case .localResponseNorm(let size, let alpha, let beta, let k):
      return try input.localResponseNorm(size: size, alpha: alpha, beta: beta, k: k)
    case .rowNorm:
      return try input.toFloat().rowsNormalised()
    }
  }

  private func weights(of layer: Layer) throws -> (kernel: Tensor, bias: Tensor) {
    guard let found = weights[layer.name] else {
      throw NetworkError.missingWeights(layer: layer.name)
    }
    return found
  }
}
