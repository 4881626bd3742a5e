import CTorch

/// Runs a function without recording what ``Tensor/backward()`` would need.
///
/// Use it to compute features and to update weights.
public func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
  // Without LibTorch there are no tensors, and nothing is recorded.
  guard let torch = try? torch else { return try body() }
  let recorded = torch.set_recording(false)
  defer { _ = torch.set_recording(recorded) }
  return try body()
}

// Differentiation.
extension Tensor {
  /// Marks this tensor as a parameter.
  ///
  /// ``backward()`` computes its gradient.
  public func requireGradient() throws {
    try check(torch.require_gradient(handle), "requiring a gradient")
  }

  /// Computes the gradient of this number with respect to every parameter that it depends on.
  public func backward() throws {
    try check(torch.backward(handle), "backward")
  }

  /// Reads the gradient that ``backward()`` stored, or nil if there is none.
  public func gradient() throws -> Tensor? {
    var result: ct_tensor?
    try check(torch.gradient(handle, &result), "reading a gradient")
    return result.map(Tensor.init(owning:))
  }

  /// Forgets the gradient.
  ///
  /// Otherwise ``backward()`` adds the next gradient to it.
  public func clearGradient() throws {
    try check(torch.clear_gradient(handle), "clearing a gradient")
  }
}

// Changes to a tensor's own memory. They are not recorded for differentiation: use them on
// parameters only inside `withoutGradients`.
extension Tensor {
  /// Adds factor × other to this tensor.
  public func add(_ other: Tensor, times factor: Double = 1) throws {
    try check(torch.accumulate(handle, other.handle, factor), "adding in place")
  }

  /// Multiplies this tensor by a number.
  public func scale(by factor: Double) throws {
    try check(torch.scale(handle, factor), "scaling in place")
  }

  /// Overwrites this tensor with another one of the same shape.
  public func assign(_ other: Tensor) throws {
    try check(torch.assign(handle, other.handle), "assigning")
  }
}

// What an optimiser does with a parameter. Each takes one pass over memory.
extension Tensor {
  /// Adds the squares of all elements, in double precision.
  ///
  /// The result is the same for any number of threads.
  public func squaredNorm() throws -> Double {
    var norm = 0.0
    try check(torch.squared_norm(handle, &norm), "taking a norm")
    return norm
  }

  /// Takes one step of gradient descent with momentum.
  ///
  /// velocity ← momentum × velocity + rate × gradient + decay × weights; weights ← weights −
  /// velocity.
  ///
  /// - Parameters:
  ///   - working: the tensor that the network computed with, whose gradient is used: these weights,
  ///     or their rounded copy. The step updates the rounded copy as well.
  ///   - velocity: the velocity of the weights.
  ///   - momentum: the share of the velocity that is kept.
  ///   - rate: the factor of the gradient (learning rate).
  ///   - decay: the factor of the weights (weight decay).
  public func descend(
    from working: Tensor, velocity: Tensor, momentum: Double, rate: Double, decay: Double
  ) throws {
    try check(
      torch.momentum_step(handle, velocity.handle, working.handle, momentum, rate, decay),
      "stepping down a gradient")
  }
}
