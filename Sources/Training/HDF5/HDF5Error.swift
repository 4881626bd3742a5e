import Basics
import CHDF5
import Foundation

/// A call of the HDF5 library that failed.
public struct HDF5Error: ExplainedError {
  /// What was being done, as a phrase: `writing conv1/kernel:0 of`.
  public var action: String
  /// The file.
  public var path: String
  /// The library's own words.
  public var reason: String
  /// The system's error number, where the library says that a call of it failed.
  public var code: Int32?

  /// The file's or the disk's, never the request's.
  public var blame: Blame { .execution }

  /// Such as `opening epoch-0010.h5: file signature not found`.
  public var description: String { "\(action) \(path): \(reason)" }
}

/// Passes an identifier or a status on, or throws what HDF5 said if it is negative.
@discardableResult
func checked<Number: SignedInteger>(
  _ number: Number, _ action: @autoclosure () -> String, _ path: String
) throws -> Number {
  guard number < 0 else { return number }
  var reason = chdf5_last_reason()
  let text = withUnsafeBytes(of: &reason) { bytes in
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
  // HDF5 wraps the system's own error number in a paragraph of addresses and offsets.
  let code = text.firstMatch(of: /errno = (\d+)/).flatMap { Int32($0.1) }
  let line = text.split(whereSeparator: \.isNewline).first.map(String.init)
  throw HDF5Error(
    action: action(), path: path,
    reason: code.map { String(cString: strerror($0)) } ?? line ?? "no reason given", code: code)
}
