import CTorch

// What an optimiser does with a parameter, each in one pass over memory.
extension Tensor {
  /// The sum of all elements' squares, in double precision; the same for any number of threads.
  package func squaredNorm() throws -> Double {
    var norm = 0.0
    try check(ct_squared_norm(handle, &norm), "taking a norm")
    return norm
  }

  /// Steps down the gradient that ``backward()`` left at `working`.
  ///
  /// velocity ← momentum × velocity + rate × gradient + decay × weights; weights ← weights − velocity.
  ///
  /// - Parameters:
  ///   - working: what was computed with: these weights, or their rounded copy, which follows them.
  ///   - velocity: the weights' velocity.
  ///   - momentum: share of the velocity that goes on.
  ///   - rate: what the gradient is multiplied by.
  ///   - decay: what the weights are multiplied by.
  package func descend(
    from working: Tensor, velocity: Tensor, momentum: Double, rate: Double, decay: Double
  ) throws {
    try check(
      ct_momentum_step(handle, velocity.handle, working.handle, momentum, rate, decay),
      "stepping down a gradient")
  }
}
