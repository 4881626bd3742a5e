/// A file that does not follow its format.
package struct MalformedFile: ExplainedError {
  /// The file.
  package var path: String
  /// The line, from 1.
  package var line: Int
  /// What is wrong with it.
  package var reason: String

  /// Describes what is wrong.
  package init(path: String, line: Int, reason: String) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  /// The file's, never the request's.
  package var blame: Blame { .execution }

  /// Such as `FRAMES/ledger.csv, line 3: 11 fields instead of 12`.
  package var description: String { "\(path), line \(line): \(reason)" }
}
