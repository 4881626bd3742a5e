import CTorch

extension Tensor {
  /// Marks a tensor as a parameter, whose gradient ``backward()`` computes.
  package func requireGradient() throws {
    try check(ct_require_gradient(handle), "requiring a gradient")
  }

  /// Computes the gradient of this number by every parameter that it came from.
  package func backward() throws {
    try check(ct_backward(handle), "backward")
  }

  /// The gradient that ``backward()`` left, or nil if there is none.
  package func gradient() throws -> Tensor? {
    var result: ct_tensor?
    try check(ct_gradient(handle, &result), "reading a gradient")
    return result.map(Tensor.init(owning:))
  }

  /// Forgets the gradient, so that the next one is not added to it.
  package func clearGradient() throws {
    try check(ct_clear_gradient(handle), "clearing a gradient")
  }

  /// The same memory without the history that ``backward()`` follows.
  package func detached() throws -> Tensor {
    try tensor { ct_detach(handle, $0) }
  }
}

/// Computes without recording what ``Tensor/backward()`` would need: for features and for updates.
package func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
  let recorded = ct_set_recording(false)
  defer { _ = ct_set_recording(recorded) }
  return try body()
}
