import CTorch

// The operations of network layers. Images are batch × channels × height × width.
extension Tensor {
  /// Convolves images with kernels.
  ///
  /// Like every library's "convolution", this is a cross-correlation.
  ///
  /// - Parameters:
  ///   - kernel: outputs × (channels / groups) × height × width.
  ///   - bias: one number per output.
  ///   - stride: pixels between one position and the next.
  ///   - padding: zeros added at every edge.
  ///   - groups: the number of independent parts into which channels and outputs are divided.
  /// - Returns: batch × outputs × height × width.
  public func convolution(
    kernel: Tensor, bias: Tensor, stride: Int, padding: Int, groups: Int
  ) throws -> Tensor {
    try tensor {
      try torch.convolution(
        handle, kernel.handle, bias.handle, Int64(stride), Int64(padding), Int64(groups), $0)
    }
  }

  /// Applies a fully connected layer: self × weightᵀ + bias.
  ///
  /// - Parameters:
  ///   - weight: outputs × inputs.
  ///   - bias: one number per output.
  /// - Returns: batch × outputs.
  public func linear(weight: Tensor, bias: Tensor) throws -> Tensor {
    try tensor { try torch.linear(handle, weight.handle, bias.handle, $0) }
  }

  /// Replaces negative elements by 0, in this tensor's own memory.
  public func reluInPlace() throws -> Tensor {
    try tensor { try torch.relu(handle, $0) }
  }

  /// Takes the largest element of every square window (max pooling).
  ///
  /// - Parameters:
  ///   - side: the window's side in pixels.
  ///   - stride: pixels between one window and the next.
  ///   - roundsUp: whether a window may extend beyond the edge, as in Caffe.
  public func maxPool(side: Int, stride: Int, roundsUp: Bool) throws -> Tensor {
    try tensor { try torch.max_pool(handle, Int64(side), Int64(stride), roundsUp, $0) }
  }

  /// Normalises every number by its neighbouring channels (Krizhevsky, Sutskever, Hinton 2012,
  /// section 3.3).
  ///
  /// x / (k + alpha / size × Σ x²)^beta. The sum runs over `size` channels around that of x. Alpha
  /// is divided by `size`, as in Caffe.
  public func localResponseNorm(size: Int, alpha: Double, beta: Double, k: Double) throws -> Tensor
  {
    try tensor { try torch.local_response_norm(handle, Int64(size), alpha, beta, k, $0) }
  }

  /// Normalises every channel over the batch (batch normalisation, Ioffe and Szegedy 2015), and does what
  /// often follows in the same pass over memory.
  ///
  /// (x − mean) / √(variance + epsilon) × scale + shift, for every channel; then + summand, or the largest numbers of
  /// windows; then max(·, 0).
  ///
  /// - Parameters:
  ///   - scale: one number per channel.
  ///   - shift: one number per channel.
  ///   - running: the running mean and variance of every channel, as 32-bit floats.
  ///   - isTraining: true to use the mean and variance of the batch and to move `running` towards
  ///     them, in its own memory; false to use `running`.
  ///   - summand: a tensor of this one's shape and type that is added; nil adds nothing.
  ///   - pool: the windows whose largest numbers are taken, as by ``maxPool(side:stride:roundsUp:)``, which may extend
  ///     beyond the edge; nil takes none. It excludes `summand`.
  ///   - rectifies: whether negative numbers of the result become 0 (ReLU).
  ///   - momentum: the weight of the batch in the new running numbers.
  ///   - epsilon: a number added to the variance.
  public func batchNorm(
    scale: Tensor, shift: Tensor, running: (mean: Tensor, variance: Tensor), isTraining: Bool,
    adding summand: Tensor? = nil, pooling pool: (side: Int, stride: Int)? = nil,
    rectifies: Bool = false, momentum: Double = 0.1,
    epsilon: Double = 1e-5
  ) throws -> Tensor {
    try tensor {
      try torch.batch_norm(
        handle, scale.handle, shift.handle, running.mean.handle, running.variance.handle,
        summand?.handle, Int64(pool?.side ?? 0), Int64(pool?.stride ?? 0), isTraining, momentum,
        epsilon, rectifies, $0)
    }
  }

  /// Averages every channel over its pixels.
  ///
  /// - Returns: batch × channels.
  public func pixelMean() throws -> Tensor {
    try tensor { try torch.pixel_mean(handle, $0) }
  }

  /// Computes the cross-entropy of the rows' softmax with their labels, averaged over rows.
  ///
  /// - Parameter labels: the right column of every row.
  /// - Returns: one number.
  public func crossEntropy(labels: [Int]) throws -> Tensor {
    let indices = try Tensor(indices: labels).moved(toDeviceOf: self)
    return try tensor { try torch.cross_entropy(handle, indices.handle, $0) }
  }

  /// Divides every row of a matrix by its Euclidean length.
  ///
  /// A row of zeros stays.
  ///
  /// - Parameter floor: the smallest squared length to divide by. It keeps the result and its
  ///   derivative finite.
  public func l2Normalised(floor: Double = 1e-12) throws -> Tensor {
    let lengths = try squared().sum(dimension: 1, keepsDimension: true)
    return try self / lengths.clamped(below: floor).squareRoot()
  }
}
