/// A file that does not follow its format.
public struct MalformedFile: ExplainedError {
  /// The file.
  public var path: String
  /// The line, from 1.
  public var line: Int
  /// What is wrong with it.
  public var reason: String

  /// Describes what is wrong.
  public init(path: String, line: Int, reason: String) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  /// The file's, never the request's.
  public var blame: Blame { .execution }

  /// Such as `FRAMES/ledger.csv, line 3: 11 fields instead of 12`.
  public var description: String { "\(path), line \(line): \(reason)" }
}
