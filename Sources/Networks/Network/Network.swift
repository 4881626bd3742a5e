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
  /// Kernel and bias of every layer that has them, in order.
  public let parameters: [Parameter]

  private let weights: [String: (kernel: Tensor, bias: Tensor)]

  /// Wraps weights that are there already.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - weights: kernel and bias of every layer that ``Architecture/parameterShapes`` lists; those
  ///     of other layers are not looked at.
  ///   - frozen: the layers whose weights training leaves as they are.
  ///   - device: where to put them and compute.
  /// - Throws: `TensorError`, or ``NetworkError`` where a layer's weights are missing or of
  ///   another shape.
  public init(
    _ architecture: Architecture, weights: [String: (kernel: Tensor, bias: Tensor)],
    frozen: Set<String> = [], on device: Device = .cpu
  ) throws {
    self.architecture = architecture
    self.device = device
    var placed: [String: (kernel: Tensor, bias: Tensor)] = [:]
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
      let layer = (kernel: try form.moved(to: device), bias: try bias.moved(to: device))
      if !frozen.contains(shape.layer) {
        try layer.kernel.requireGradient()
        try layer.bias.requireGradient()
      }
      placed[shape.layer] = layer
      parameters.append(Parameter(layer: shape.layer, role: .kernel, tensor: layer.kernel))
      parameters.append(Parameter(layer: shape.layer, role: .bias, tensor: layer.bias))
    }
    self.weights = placed
    self.parameters = parameters
  }

  /// Runs the network.
  ///
  /// - Parameters:
  ///   - images: batch × 3 × side × side, as ``InputForm`` makes them.
  ///   - layer: the layer whose output is wanted; the last one if left out.
  /// - Returns: batch × channels × side × side for maps, batch × length for rows.
  /// - Throws: `TensorError`, or ``NetworkError/noSuchLayer(name:names:)``.
  public func callAsFunction(_ images: Tensor, upTo layer: String? = nil) throws -> Tensor {
    if let layer, !architecture.layers.contains(where: { $0.name == layer }) {
      throw NetworkError.noSuchLayer(name: layer, names: architecture.layers.map(\.name))
    }
    var value = images
    for step in architecture.layers {
      value = try apply(step, to: value)
      if step.name == layer { break }
    }
    return value
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
      return try input.relu()
    case .maxPool(let side, let stride):
      return try input.maxPool(side: side, stride: stride, roundsUp: true)
    case .localResponseNorm(let size, let alpha, let beta, let k):
      return try input.localResponseNorm(size: size, alpha: alpha, beta: beta, k: k)
    case .rowNorm:
      return try input.rowsNormalised()
    }
  }

  private func weights(of layer: Layer) throws -> (kernel: Tensor, bias: Tensor) {
    guard let found = weights[layer.name] else {
      throw NetworkError.missingWeights(layer: layer.name)
    }
    return found
  }
}
