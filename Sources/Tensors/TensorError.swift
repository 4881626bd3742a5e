import Basics
import CTorch

/// An operation on tensors that LibTorch refused.
public struct TensorError: ExplainedError {
  /// This module's name for the operation.
  public var operation: String
  /// LibTorch's own message.
  public var message: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - operation: this module's name for the operation.
  ///   - message: LibTorch's own message.
  package init(operation: String, message: String) {
    (self.operation, self.message) = (operation, message)
  }

  /// The program or the machine (memory) is at fault, never the request.
  public var blame: Blame { .execution }

  /// Whether memory was not enough: the GPU's, or the machine's.
  public var isOutOfMemory: Bool {
    ["out of memory", "can't allocate memory"].contains { message.contains($0) }
  }

  /// The operation and the first line of the message.
  ///
  /// Example: `linear: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)`.
  public var description: String {
    let firstLine = message.split(separator: "\n").first.map(String.init) ?? "no reason given"
    return "\(operation): \(firstLine)"
  }
}

/// Throws LibTorch's message if a call failed.
///
/// LibTorch keeps one message per thread, so this must run on the thread that made the call.
func check(_ status: ct_status, _ operation: String) throws {
  guard status == 0 else {
    let message = loadedTorch.last_message().map { String(cString: $0) }
    throw TensorError(operation: operation, message: message ?? "")
  }
}

/// Runs a call that creates one tensor, and takes ownership of the tensor.
func tensor(
  _ operation: String = #function, _ call: (UnsafeMutablePointer<ct_tensor?>) throws -> ct_status
) throws -> Tensor {
  var result: ct_tensor?
  try check(try call(&result), operation)
  guard let result else { throw TensorError(operation: operation, message: "no tensor came back") }
  return Tensor(owning: result)
}

/// Runs a call that creates two tensors, and takes ownership of both.
func tensors(
  _ operation: String = #function,
  _ call: (UnsafeMutablePointer<ct_tensor?>, UnsafeMutablePointer<ct_tensor?>) throws -> ct_status
) throws -> (Tensor, Tensor) {
  var first: ct_tensor?
  var second: ct_tensor?
  try check(try call(&first, &second), operation)
  guard let first, let second else {
    throw TensorError(operation: operation, message: "no tensor came back")
  }
  return (Tensor(owning: first), Tensor(owning: second))
}
