import Basics

/// A run that can't be begun or continued.
public enum RunError: ExplainedError {
  /// A folder that holds something else.
  case notARun(path: String)
  /// A folder in which no run was begun.
  case nothingThere(path: String)
  /// A run that was begun, where a new one was asked for.
  case begun(path: String)
  /// A run that another process works on.
  case busy(path: String, process: Int?)
  /// A run that was not evaluated yet.
  case notEvaluated(path: String)
  /// A file of the run that does not say what it should.
  case malformed(path: String, reason: String)

  /// The request's, except where a file of the run is damaged.
  public var blame: Blame {
    if case .malformed = self { .execution } else { .usage }
  }

  /// Says what is there and what to do.
  public var description: String {
    switch self {
    case .notARun(let path):
      "\(path) is there and is not a run of unreel; choose another folder with -o"
    case .nothingThere(let path):
      "\(path) is not a run; begin one: unreel run VIDEOS -o \(path)"
    case .begun(let path):
      "\(path) holds a run; go on with --resume, or choose another folder with -o"
    case .busy(let path, let process):
      "another process\(process.map { " (\($0))" } ?? "") works on \(path); wait for it or stop it"
        + (process.map { ": kill \($0)" } ?? "")
    case .notEvaluated(let path):
      "\(path) was not evaluated yet: unreel evaluate \(path)"
    case .malformed(let path, let reason):
      "reading \(path): \(reason)"
    }
  }
}
