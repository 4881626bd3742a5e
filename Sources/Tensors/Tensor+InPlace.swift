import CTorch

// Changes of a tensor's own memory. None is recorded for differentiation: use them on parameters
// inside `withoutGradients` only.
extension Tensor {
  /// Adds factor × other to this tensor.
  package func add(_ other: Tensor, times factor: Double = 1) throws {
    try check(ct_accumulate(handle, other.handle, factor), "adding in place")
  }

  /// Multiplies this tensor by a number.
  package func scale(by factor: Double) throws {
    try check(ct_scale(handle, factor), "scaling in place")
  }

  /// Overwrites this tensor with another of the same shape.
  package func assign(_ other: Tensor) throws {
    try check(ct_assign(handle, other.handle), "assigning")
  }
}
