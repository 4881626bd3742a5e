import Basics
import Evaluation
import Foundation
import Training

/// Where everything of a run lies.
public struct RunFolder: Sendable {
  /// The run's folder.
  public let path: String

  /// Names a run's folder, which need not be there yet.
  public init(_ path: String) {
    self.path = path
  }

  /// Every setting, resolved.
  public var config: String { path + "/config.yaml" }
  /// Which video is trained on and which is evaluated.
  public var split: String { path + "/split.csv" }
  /// What the sampler draws.
  public var sampling: String { path + "/sampling.json" }
  /// A line a step.
  public var metrics: String { path + "/metrics.jsonl" }
  /// The checkpoints.
  public var checkpoints: CheckpointFolder { CheckpointFolder(path + "/checkpoints") }
  /// The network that sees motion.
  public var motion: String { checkpoints.path + "/motion.h5" }
  /// The network that sees motion, while it is being trained.
  public var unfinishedMotion: String { checkpoints.path + "/motion-unfinished.h5" }
  /// A line a step of training the network that sees motion.
  public var motionMetrics: String { path + "/motion.jsonl" }
  /// What was found: metrics, features, frames.
  public var evaluation: EvaluationFolder { EvaluationFolder(path + "/evaluation") }
  /// The pictures.
  public var figures: String { path + "/figures" }
  /// The page.
  public var report: String { path + "/report.html" }
  /// Says which process works on the run.
  public var lock: String { path + "/" + Self.lockName }
  /// The batches whose steps could not be taken.
  public var badSteps: String { path + "/bad-steps" }

  private static let lockName = ".lock"

  /// Where the frame store of some settings is.
  public func frames(of settings: Settings) -> String {
    settings.frames.hasPrefix("/") ? settings.frames : path + "/" + settings.frames
  }

  /// The settings that the run was begun with, or nil if it was not begun.
  public func settings() throws -> Settings? {
    guard Folder.isFile(config) else { return nil }
    return try Settings.recorded(inFile: config)
  }

  /// Checks that this is a run, begun or not, and not a folder of something else.
  ///
  /// - Throws: ``RunError/notARun(path:)``.
  public func checkFree() throws {
    guard !Folder.isFile(config) else { return }
    let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let exists = FileManager.default.fileExists(atPath: path)
    let others = content.filter { $0 != Self.lockName && !$0.hasSuffix(DurableFile.suffix) }
    guard !exists || (Folder.isFolder(path) && others.isEmpty) else {
      throw RunError.notARun(path: path)
    }
  }

  /// Takes the run for this process, until the lock is let go.
  ///
  /// - Throws: ``RunError/busy(path:process:)`` where another process works on it, or a
  ///   `SystemCallError`.
  package func hold() throws -> FileLock {
    guard let held = try FileLock(lock) else {
      throw RunError.busy(path: path, process: FileLock.holder(of: lock))
    }
    return held
  }

  /// Creates the folder, takes it for this process and writes the settings down.
  ///
  /// - Returns: the lock, to be kept as long as the work goes on.
  /// - Throws: ``RunError/busy(path:process:)``, `SystemCallError`; a folder that this created is then
  ///   removed.
  package func begin(_ settings: Settings) throws -> FileLock {
    let wasThere = Folder.isFolder(path)
    do {
      try Folder.create(path)
      let held = try hold()
      try checkpoints.removeLeftovers()
      try write(settings)
      return held
    } catch {
      if !wasThere {
        unlink(lock)
        rmdir(path)
      }
      throw error
    }
  }

  /// Writes the settings down.
  public func write(_ settings: Settings) throws {
    try DurableFile.write(settings.yaml(), to: config)
  }
}

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
