import Basics
import Datasets
import DemoVideos
import Training
import Videos

/// The first step: extracts frames from videos into a frame store.
public struct PrepareStep {
  private let selection: VideoSelection
  private let path: String
  private let sampling: FrameSampling
  private let threads: Int
  private let timeout: Int
  private let retries: Bool
  private let context: RunContext

  /// Names the step.
  ///
  /// - Parameters:
  ///   - selection: the videos.
  ///   - path: the frame store's folder.
  ///   - settings: which frames are stored, and how many videos are decoded side by side.
  ///   - retries: whether videos that an earlier run skipped or found not whole are tried again.
  ///   - context: where progress goes and who may stop it.
  public init(
    _ selection: VideoSelection, into path: String, settings: Settings, retries: Bool = false,
    in context: RunContext
  ) {
    self.selection = selection
    self.path = path
    sampling = settings.sampling
    threads = settings.threads
    timeout = settings.timeout
    self.retries = retries
    self.context = context
  }

  /// Extracts what is not yet there.
  ///
  /// - Returns: the ledger.
  /// - Throws: what the videos or the disk threw; `CancellationError` if it was stopped, with what is
  ///   finished kept.
  @discardableResult
  public func prepare() throws -> Ledger {
    let display = context.display
    for remark in selection.remarks { display.say(remark) }
    let preparation = FramePreparation(
      sampling: sampling, threads: threads, timeout: timeout, retries: retries)
    let ledger = try preparation.run(
      selection.collection, into: path, say: display.say,
      progress: { progress in
        display.show(
          "extracting frames", done: progress.videosDone, of: progress.videosInAll,
          unit: "videos", detail: "\(progress.framesKept) frames kept")
      },
      isCancelled: context.isCancelled)
    display.endLine()
    for row in ledger.rows where row.status != .ok {
      display.say("\(row.status.rawValue): \(row.video): \(row.reason)")
    }
    return ledger
  }
}

/// What comes before the steps of a demonstration: drawing its videos.
package struct DrawStep {
  private let path: String
  private let threads: Int
  private let context: RunContext

  /// Names the step.
  ///
  /// - Parameters:
  ///   - path: the folder for the videos.
  ///   - threads: how many clips are drawn side by side.
  ///   - context: where progress goes and who may stop it.
  package init(into path: String, threads: Int, in context: RunContext) {
    self.path = path
    self.threads = threads
    self.context = context
  }

  /// Draws the clips that are not there yet.
  package func draw() throws {
    let display = context.display
    try DemoCollection(seed: Self.seed).draw(
      into: path, threads: threads,
      progress: { display.show("drawing clips", done: $0, of: $1, unit: "clips") },
      isCancelled: context.isCancelled)
    display.endLine()
  }

  /// The demonstration's videos are the same for everyone, whatever the run's seed.
  private static let seed: UInt64 = 1
}
