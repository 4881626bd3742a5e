import Foundation

/// A call of the operating system that failed.
public struct SystemCallError: ExplainedError {
  /// What was being done, as a phrase: `writing`, `creating the folder`.
  public var action: String
  /// The file or folder that it was done to.
  public var path: String
  /// The system's error number.
  public var code: Int32

  /// Describes a failed call.
  ///
  /// - Parameters:
  ///   - action: what was being done, as a phrase.
  ///   - path: the file or folder that it was done to.
  ///   - code: the system's error number; the thread's current one if left out.
  public init(action: String, path: String, code: Int32 = errno) {
    self.action = action
    self.path = path
    self.code = code
  }

  /// The surroundings', never the request's.
  public var blame: Blame { .execution }

  /// Such as `writing RUN/config.yaml: No space left on device`.
  public var description: String { "\(action) \(path): \(String(cString: strerror(code)))" }
}
