import Basics
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
  /// What was found: metrics, features, frames.
  public var evaluation: String { path + "/evaluation" }
  /// The evaluation's figures.
  public var evaluationMetrics: String { evaluation + "/metrics.json" }
  /// A row a frame.
  public var evaluationFrames: String { evaluation + "/frames.csv" }
  /// A row a video: the group that it is in.
  public var evaluationVideos: String { evaluation + "/videos.csv" }
  /// Frames × features, by which the frames are grouped.
  public var evaluationFeatures: String { evaluation + "/features.npy" }
  /// What a network made of the frames themselves, where features are made of motion, too.
  public var evaluationAppearance: String { evaluation + "/appearance.npy" }
  /// What a network made of the motion around the frames.
  public var evaluationMotion: String { evaluation + "/motion.npy" }
  /// What the linear probe took every category for.
  public var confusion: String { evaluation + "/confusion.csv" }
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
  public func hold() throws -> FileLock {
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
  public func begin(_ settings: Settings) throws -> FileLock {
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
