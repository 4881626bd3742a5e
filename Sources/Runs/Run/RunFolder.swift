import Basics
import Evaluation
import Foundation
import Tracking
import Training

/// The folder of a run, with the paths of its files.
public struct RunFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Names a folder, which need not exist yet.
  ///
  /// - Parameter path: the folder's path.
  public init(_ path: String) {
    self.path = path
  }

  /// All settings.
  public var config: String { path + "/config.yaml" }
  /// The table of training and held-out videos.
  public var split: String { path + "/split.csv" }
  /// What a user should know of the split.
  public var splitRemarks: String { path + "/split.json" }
  /// The sampler audit.
  public var sampling: String { path + "/sampling.json" }
  /// The training log, with one line for each step.
  public var metrics: String { path + "/metrics.jsonl" }
  /// The checkpoints.
  public var checkpoints: CheckpointFolder { CheckpointFolder(path + "/checkpoints") }
  /// The checkpoint of the trained motion network.
  public var motion: String { checkpoints.path + "/motion.h5" }
  /// The checkpoint of the motion network while it is trained.
  public var unfinishedMotion: String { checkpoints.path + "/motion-unfinished.h5" }
  /// The training log of the motion network, with one line for each step.
  public var motionMetrics: String { path + "/motion.jsonl" }
  /// The results of the evaluation: metrics, features, tables.
  public var evaluation: EvaluationFolder { EvaluationFolder(path + "/evaluation") }
  /// The groups of the whole collection: tables of videos, frames and clusters.
  public var collection: CollectionFolder { CollectionFolder(path + "/collection") }
  /// The names that a user has given to clusters; it need not exist.
  public var names: String { path + "/names.csv" }
  /// The folder of the figures.
  public var figures: String { path + "/figures" }
  /// The report.
  public var report: String { path + "/report.html" }
  /// The journal of what happened, and what sinks keep.
  public var tracking: TrackingFolder { TrackingFolder(path + "/tracking") }
  /// The event file for TensorBoard.
  public var tensorboard: String { path + "/tensorboard" }
  /// The lock file, with the number of the process that holds it.
  public var lock: String { path + "/" + Self.lockName }
  /// The lock file of the report, which can be written while another step works.
  var reportLock: String { path + "/.report.lock" }
  /// The folder with descriptions of bad steps.
  public var badSteps: String { path + "/bad-steps" }

  private static let lockName = ".lock"

  /// Returns the path of the frame store that settings name.
  ///
  /// - Parameter settings: the settings; a relative path starts at the run's folder.
  public func frames(of settings: Settings) -> String {
    settings.frames.hasPrefix("/") ? settings.frames : path + "/" + settings.frames
  }

  /// Reads the settings that the run was started with; nil if it was not started.
  ///
  /// - Throws: ``SettingsError``.
  public func settings() throws -> Settings? {
    guard Folder.isFile(config) else { return nil }
    return try Settings.recorded(inFile: config)
  }

  /// Checks that the folder is a run, is empty or does not exist.
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

  /// Locks the run for this process until the lock is released.
  ///
  /// - Returns: the lock; keep it until the work is done.
  /// - Throws: ``RunError/busy(path:process:)`` if another process holds the lock, or `SystemCallError`.
  package func hold() throws -> FileLock {
    guard let held = try FileLock(lock) else {
      throw RunError.busy(path: path, process: FileLock.holder(of: lock))
    }
    return held
  }

  /// Locks the run's report for this process, and waits while another process writes it.
  ///
  /// - Parameter isCancelled: asked while it waits.
  /// - Returns: the lock; keep it until the report is written.
  /// - Throws: ``RunError/busy(path:process:)`` after a minute, `CancellationError`, `SystemCallError`.
  func holdReport(isCancelled: () -> Bool) throws -> FileLock {
    let (pause, most) = (UInt32(100_000), 600)
    for _ in 0..<most {
      if let held = try FileLock(reportLock) { return held }
      if isCancelled() { throw CancellationError() }
      usleep(pause)
    }
    throw RunError.busy(path: path, process: FileLock.holder(of: reportLock))
  }

  /// Creates the folder, locks it and writes the settings.
  ///
  /// - Parameter settings: the settings.
  /// - Returns: the lock; keep it until the work is done.
  /// - Throws: ``RunError/busy(path:process:)``, `SystemCallError`; then a new folder is removed again.
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

  /// Writes the settings, durably.
  ///
  /// - Parameter settings: the settings.
  /// - Throws: `SystemCallError`, or `EncodingError`.
  public func write(_ settings: Settings) throws {
    try DurableFile.write(settings.yaml(), to: config)
  }
}

/// An error of a run that can't be started, continued or read.
public enum RunError: ExplainedError {
  /// The folder holds something else.
  case notARun(path: String)
  /// The folder holds no run.
  case nothingThere(path: String)
  /// The folder holds a run already, but a new one was requested.
  case begun(path: String)
  /// Another process works on the run.
  case busy(path: String, process: Int?)
  /// The run was not evaluated yet.
  case notEvaluated(path: String)

  /// The request is to blame.
  public var blame: Blame { .usage }

  /// Says what is wrong, and what to do.
  public var description: String {
    switch self {
    case .notARun(let path):
      "\(path) exists and is not a run of unreel; choose another folder with -o"
    case .nothingThere(let path):
      "\(path) is not a run; start one: unreel run VIDEOS -o \(path)"
    case .begun(let path):
      "\(path) already holds a run; continue it with --resume, or choose another folder with -o"
    case .busy(let path, let process):
      "another process\(process.map { " (\($0))" } ?? "") works on \(path); wait for its end, or stop it "
        + "with Ctrl-C where it runs"
    case .notEvaluated(let path):
      "\(path) was not evaluated yet; wait for the command that works on it, or: unreel evaluate \(path)"
    }
  }
}
