import Basics
import CTorch

/// An operation on tensors that LibTorch refused.
package struct TensorError: ExplainedError {
  /// The operation, as this module names it.
  package var operation: String
  /// LibTorch's own words.
  package var message: String

  /// The program's or the machine's (memory), never the request's.
  package var blame: Blame { .execution }

  /// Such as `linear: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)`.
  package var description: String {
    let firstLine = message.split(separator: "\n").first.map(String.init) ?? "no reason given"
    return "\(operation): \(firstLine)"
  }
}

/// Throws what LibTorch said if a call of it failed.
///
/// The message belongs to the thread, so it is read on the stretch that made the call.
func check(_ status: ct_status, _ operation: String) throws {
  guard status == 0 else {
    throw TensorError(operation: operation, message: String(cString: ct_last_message()))
  }
}

/// Runs a call that gives one tensor, and takes ownership of it.
func tensor(
  _ operation: String = #function, _ call: (UnsafeMutablePointer<ct_tensor?>) -> ct_status
) throws -> Tensor {
  var result: ct_tensor?
  try check(call(&result), operation)
  guard let result else { throw TensorError(operation: operation, message: "no tensor came back") }
  return Tensor(owning: result)
}

/// Runs a call that gives two tensors, and takes ownership of them.
func tensors(
  _ operation: String = #function,
  _ call: (UnsafeMutablePointer<ct_tensor?>, UnsafeMutablePointer<ct_tensor?>) -> ct_status
) throws -> (Tensor, Tensor) {
  var first: ct_tensor?
  var second: ct_tensor?
  try check(call(&first, &second), operation)
  guard let first, let second else {
    throw TensorError(operation: operation, message: "no tensor came back")
  }
  return (Tensor(owning: first), Tensor(owning: second))
}
