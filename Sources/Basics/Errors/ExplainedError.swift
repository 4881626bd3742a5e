/// An error that a user can read: what failed, on which object, with the raw cause, and what to do.
///
/// Every error type of the library conforms. `description` is one line, without a full stop and
/// without the program's name, for example
/// `decoding v_Archery_g01_c02.avi at 4.27 s: Invalid data found (AVERROR_INVALIDDATA)`.
package protocol ExplainedError: Error, CustomStringConvertible, Sendable {
  /// Whose fault it is, which decides the exit code.
  var blame: Blame { get }
}

/// Whose fault an error is.
package enum Blame: Sendable {
  /// What the user asked for can't be done as asked: exit code 2.
  case usage
  /// It was asked for rightly and went wrong: exit code 1.
  case execution
}
