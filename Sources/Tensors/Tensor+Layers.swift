import CTorch

// What networks are made of. Images are batch × channels × height × width.
extension Tensor {
  /// Cross-correlation with a bank of kernels, as every library's "convolution" is.
  ///
  /// - Parameters:
  ///   - kernel: outputs × (channels / groups) × height × width.
  ///   - bias: one number an output.
  ///   - stride: pixels between one position and the next.
  ///   - padding: zeros added at every edge.
  ///   - groups: into how many independent parts channels and outputs are divided.
  package func convolution(
    kernel: Tensor, bias: Tensor, stride: Int, padding: Int, groups: Int
  ) throws -> Tensor {
    try tensor {
      ct_convolution(
        handle, kernel.handle, bias.handle, Int64(stride), Int64(padding), Int64(groups), $0)
    }
  }

  /// A fully connected layer: self × weightᵀ + bias.
  ///
  /// - Parameters:
  ///   - weight: outputs × inputs.
  ///   - bias: one number an output.
  package func linear(weight: Tensor, bias: Tensor) throws -> Tensor {
    try tensor { ct_linear(handle, weight.handle, bias.handle, $0) }
  }

  /// Every element, or 0 where it is negative, in this tensor's own memory.
  package func reluInPlace() throws -> Tensor {
    try tensor { ct_relu(handle, $0) }
  }

  /// The largest element of every square window.
  ///
  /// - Parameters:
  ///   - side: the window's side in pixels.
  ///   - stride: pixels between one window and the next.
  ///   - roundsUp: whether a window that hangs over the edge counts, as in Caffe.
  package func maxPool(side: Int, stride: Int, roundsUp: Bool) throws -> Tensor {
    try tensor { ct_max_pool(handle, Int64(side), Int64(stride), roundsUp, $0) }
  }

  /// Local response normalisation across channels (Krizhevsky, Sutskever, Hinton 2012, 3.3).
  ///
  /// x / (k + alpha / size × Σ x²)^beta, the sum over `size` channels around x's, with Caffe's
  /// reading of alpha.
  package func localResponseNorm(size: Int, alpha: Double, beta: Double, k: Double) throws -> Tensor
  {
    try tensor { ct_local_response_norm(handle, Int64(size), alpha, beta, k, $0) }
  }

  /// Every channel less its mean, divided by its standard deviation, times a scale, plus a shift (Ioffe
  /// and Szegedy 2015).
  ///
  /// - Parameters:
  ///   - scale: one number a channel.
  ///   - shift: one number a channel.
  ///   - running: the mean and the variance of every channel over training so far, 32-bit floats.
  ///   - isTraining: whether to take the batch's mean and variance, and to move `running` towards them
  ///     in its own memory; `running` is what is taken otherwise.
  ///   - momentum: the share of the batch's in the new running ones.
  ///   - epsilon: added to the variance.
  package func batchNorm(
    scale: Tensor, shift: Tensor, running: (mean: Tensor, variance: Tensor), isTraining: Bool,
    momentum: Double = 0.1, epsilon: Double = 1e-5
  ) throws -> Tensor {
    try tensor {
      ct_batch_norm(
        handle, scale.handle, shift.handle, running.mean.handle, running.variance.handle,
        isTraining, momentum, epsilon, $0)
    }
  }

  /// The mean of every map: batch × channels.
  package func pixelMean() throws -> Tensor {
    try tensor { ct_pixel_mean(handle, $0) }
  }

  /// The mean over rows of the negative logarithm of the row's softmax at its label.
  ///
  /// - Parameter labels: for every row, a column's number.
  package func crossEntropy(labels: [Int]) throws -> Tensor {
    let indices = try Tensor(indices: labels).moved(toDeviceOf: self)
    return try tensor { ct_cross_entropy(handle, indices.handle, $0) }
  }

  /// Every row of a matrix divided by its Euclidean length; a row of zeros stays.
  ///
  /// - Parameter floor: the least squared length that is divided by, which keeps the result and its
  ///   derivative finite.
  package func l2Normalised(floor: Double = 1e-12) throws -> Tensor {
    let lengths = try squared().sum(dimension: 1, keepsDimension: true)
    return try self / lengths.clamped(below: floor).squareRoot()
  }
}
