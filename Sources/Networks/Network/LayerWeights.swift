import Tensors

/// What one layer has learned.
package struct LayerWeights {
  /// What its input is multiplied with.
  package var kernel: Tensor
  /// What is added to its output.
  package var bias: Tensor
  /// What batch normalisation has seen so far; nil for every other layer.
  package var running: RunningMoments?

  /// Puts weights together.
  package init(kernel: Tensor, bias: Tensor, running: RunningMoments? = nil) {
    (self.kernel, self.bias, self.running) = (kernel, bias, running)
  }

  /// Batch normalisation that changes nothing but by the batch.
  static func neutral(channels: Int) throws -> LayerWeights {
    func all(_ value: Float) throws -> Tensor {
      try Tensor([Float](repeating: value, count: channels))
    }
    return LayerWeights(
      kernel: try all(1), bias: try all(0),
      running: RunningMoments(mean: try all(0), variance: try all(1)))
  }

  /// Whether a layer can take them.
  func isOf(_ shape: ParameterShape) -> Bool {
    kernel.shape == shape.kernel && bias.shape == shape.bias
      && (running != nil) == shape.isNormalisation
      && (running.map { $0.mean.shape == shape.bias && $0.variance.shape == shape.bias } ?? true)
  }
}

/// The mean and the variance of every channel of a layer's input, over training so far.
package struct RunningMoments {
  /// One number a channel.
  package var mean: Tensor
  /// One number a channel.
  package var variance: Tensor

  /// Puts moments together.
  package init(mean: Tensor, variance: Tensor) {
    (self.mean, self.variance) = (mean, variance)
  }

  /// The same numbers in memory of their own, since training changes them in place.
  func copied(to device: Device) throws -> RunningMoments {
    func copy(_ values: Tensor) throws -> Tensor {
      let copy = try values.moved(to: device).zerosLike()
      try copy.assign(try values.moved(to: device))
      return copy
    }
    return RunningMoments(mean: try copy(mean), variance: try copy(variance))
  }
}
