import Basics
import Tensors

/// An architecture with weights: turns images into features.
///
/// A siamese network is one such network that sees both frames of a pair: sharing all weights,
/// its branches are rows of one batch.
package final class Network {
  /// The layers.
  package let architecture: Architecture
  /// Where its weights are and where it computes.
  package let device: Device
  /// The numbers it computes in.
  package let precision: Precision
  /// Kernel and bias of every layer that has them, in order.
  package let parameters: [Parameter]

  /// What is computed with, a layer's name each.
  private let weights: [String: LayerWeights]
  private let frozen: Set<String>

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
  package init(
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
      // Normalisation computes in 32 bits whatever the network does.
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

  /// The running mean and variance of every layer that keeps them.
  package var runningMoments: [String: RunningMoments] { weights.compactMapValues(\.running) }

  /// Whether layers that know the batch take its numbers or the running ones.
  package enum Mode: Sendable {
    /// The batch's; the running ones follow. Frozen layers take the running ones.
    case training
    /// The running ones.
    case evaluation
  }

  /// Runs the network.
  ///
  /// - Parameters:
  ///   - images: batch × 3 × side × side in the network's precision, as ``InputNormalisation`` makes them.
  ///   - layer: the layer whose output is wanted; the last one if left out.
  ///   - mode: whether layers that know the batch take its numbers.
  /// - Returns: batch × channels × side × side for maps, batch × length for rows, as 32-bit floats.
  /// - Throws: `TensorError`, or ``NetworkError/noSuchLayer(name:names:)``.
  package func callAsFunction(
    _ images: Tensor, upTo layer: String? = nil, mode: Mode = .evaluation
  ) throws -> Tensor {
    let steps = try architecture.steps(upTo: layer)
    let named = Set(steps.flatMap(\.references))
    var outputs: [String: Tensor] = [:]
    var latest = images
    for step in steps {
      latest = try apply(step, to: step.input.flatMap { outputs[$0] } ?? latest, outputs, mode)
      if named.contains(step.name) { outputs[step.name] = latest }
    }
    return try latest.toFloat()
  }

  private func apply(
    _ layer: Layer, to input: Tensor, _ outputs: [String: Tensor], _ mode: Mode
  ) throws -> Tensor {
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
        isTraining: mode == .training && !frozen.contains(layer.name))
    case .sum(let summand):
      guard let other = outputs[summand] else {
        throw NetworkError.noSuchLayer(name: summand, names: Array(outputs.keys))
      }
      return try input + other
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
