import Basics
import Foundation
import Runs
import TestSupport
import Videos

/// A run of four tiny clips in two categories, one clip of each held out: two training clips of five queries.
struct SmallRun {
  let folder: TemporaryFolder
  let run: RunFolder
  var settings: Settings

  /// Nobody watches, and nobody stops it.
  static let silent = RunContext(display: ProgressDisplay(isTerminal: false, write: { _ in }))

  /// Draws the clips; nothing is prepared or trained yet.
  init() throws {
    folder = try TemporaryFolder()
    run = RunFolder(folder("run"))
    try SmallCollection.write(to: folder("videos"))
    settings = Settings()
    settings.videos = folder("videos")
    settings.threads = 2
    settings.training.batch = 4
    settings.training.epochs = 1
    settings.motion.steps = 6
    settings.motion.batch = 4
  }

  /// Prepares the frames.
  func prepare() throws {
    _ = try PrepareStep(
      settings.selectVideos(), into: run.frames(of: settings), settings: settings, in: Self.silent
    ).prepare()
    try run.write(settings)
  }

  /// Trains, or goes on training.
  ///
  /// - Parameter isCancelled: asked before the first step and after every one whether to stop.
  func train(isCancelled: @escaping @Sendable () -> Bool = { false }) throws {
    try Folder.create(run.path)
    try TrainStep(
      run, settings: settings,
      in: RunContext(display: Self.silent.display, isCancelled: isCancelled)
    ).train()
  }

  /// Whether a file of the run is there.
  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: run.path + "/" + name) }

  /// The text of a file of the run.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: run.path + "/" + name, encoding: .utf8)
  }
}

/// Whether two files have the same bytes.
func areEqual(_ one: String, _ other: String) -> Bool {
  FileManager.default.contentsEqual(atPath: one, andPath: other)
}
