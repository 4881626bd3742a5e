import CTorch

/// A dense array of numbers in LibTorch's memory.
///
/// A reference: two names for one tensor see each other's in-place changes. Not `Sendable`: move
/// numbers between threads as Swift arrays. Elements are 32-bit floats unless a function says
/// otherwise; sizes are listed outermost dimension first.
package final class Tensor {
  let handle: ct_tensor

  init(owning handle: ct_tensor) {
    self.handle = handle
  }

  deinit {
    ct_free(handle)
  }

  /// The size of every dimension, outermost first; empty for a single number.
  package var shape: [Int] { (0..<ct_rank(handle)).map { Int(ct_size(handle, $0)) } }

  /// How many elements there are.
  package var count: Int { shape.reduce(1, *) }
}
