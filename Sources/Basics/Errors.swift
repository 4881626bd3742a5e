import Foundation

/// An error that a user can read: it says what failed, on which object, and why.
///
/// Every error type of the library conforms. `description` is one line, without a full stop and
/// without the program's name. For example:
/// `decoding v_Archery_g01_c02.avi at 4.27 s: Invalid data found (AVERROR_INVALIDDATA)`.
public protocol ExplainedError: Error, CustomStringConvertible, Sendable {
  /// Whether the request or the execution is at fault. It decides the exit code.
  var blame: Blame { get }
}

/// What is at fault when an error occurs.
public enum Blame: Sendable {
  /// The request cannot be fulfilled as it stands: exit code 2.
  case usage
  /// The request was correct, and something failed during the work: exit code 1.
  case execution
}

/// A system call that failed.
public struct SystemCallError: ExplainedError {
  /// The action that failed, as a phrase: `writing`, `creating the folder`.
  public var action: String
  /// The path of the file or folder that the call was about.
  public var path: String
  /// The system's error number.
  public var code: Int32
  /// The number of bytes that were still to be written, if it is known.
  public var need: Int?

  /// Describes a failed call.
  ///
  /// - Parameters:
  ///   - action: the action that failed, as a phrase.
  ///   - path: the path of the file or folder that the call was about.
  ///   - code: the system's error number; by default `errno` of the current thread.
  ///   - need: the number of bytes that were still to be written, if it is known.
  public init(action: String, path: String, code: Int32 = errno, need: Int? = nil) {
    self.action = action
    self.path = path
    self.code = code
    self.need = need
  }

  /// Always ``Blame/execution``.
  public var blame: Blame { .execution }

  /// The system's message for the error number.
  public var reason: String { String(cString: strerror(code)) }

  /// Whether the disk is full or the user's quota is used up.
  public var isLackOfSpace: Bool { [ENOSPC, EDQUOT].contains(code) }

  /// For example `writing RUN/checkpoints/epoch-0010.h5: No space left on device; make room for
  /// about 622 MB at RUN/checkpoints, where 13 kB are free, and run the same command again`.
  public var description: String {
    let message = "\(action) \(path): \(reason)"
    if code == EFBIG { return "\(message); ulimit -f shows the largest file size that is allowed" }
    guard isLackOfSpace else { return message }
    let folder = Folder.above(path)
    let room = need.map { "for \(FreeSpace.comparison(need: $0, at: folder))" } ?? "at \(folder)"
    return "\(message); make room \(room), and run the same command again"
  }
}

/// A file that does not follow its format.
public struct MalformedFile: ExplainedError {
  /// The file's path.
  public var path: String
  /// The number of the line, counted from 1.
  public var line: Int
  /// What is wrong with the line.
  public var reason: String

  /// Describes what is wrong.
  public init(path: String, line: Int, reason: String) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  /// Always ``Blame/execution``.
  public var blame: Blame { .execution }

  /// For example `FRAMES/ledger.csv, line 3: 11 fields instead of 12`.
  public var description: String { "\(path), line \(line): \(reason)" }
}
