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

  /// Creates the step.
  ///
  /// - Parameters:
  ///   - selection: the videos.
  ///   - path: the path of the frame store's folder.
  ///   - settings: which frames are stored, and how many videos are decoded at the same time.
  ///   - retries: whether to try videos again that an earlier run skipped or found incomplete.
  ///   - context: receives progress, and can cancel the step.
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

  /// Extracts the frames that are not in the store yet.
  ///
  /// - Returns: the ledger.
  /// - Throws: errors of reading videos or writing frames; `CancellationError` if it was cancelled, and then
  ///   finished videos are kept.
  @discardableResult
  public func prepare() throws -> Ledger {
    let display = context.display
    for remark in selection.remarks { display.say(remark) }
    let preparation = FramePreparation(
      sampling: sampling, threads: threads, timeout: timeout, retries: retries)
    let title = "extracting frames"
    let ledger = try display.stage(title) {
      try preparation.run(
        selection.collection, into: path, say: { display.say($0) },
        progress: { progress in
          display.show(
            title, done: progress.videosDone, of: progress.videosInAll, unit: "videos",
            details: ["\(progress.framesKept) frames kept"])
        },
        isCancelled: context.isCancelled)
    }
    sayFailures(in: ledger)
    let remarked = ledger.rows.filter { $0.status == .ok && !$0.reason.isEmpty }
    let groups = Dictionary(grouping: remarked, by: \.reason).sorted { $0.key < $1.key }
    for (remark, rows) in groups {
      display.say("\(remark): \(rows.count) of the videos, such as \(rows[0].video)")
    }
    return ledger
  }

  /// Names the videos without all frames; of more than two with the same reason, the first, and their number.
  private func sayFailures(in ledger: Ledger) {
    let failed = ledger.rows.filter { $0.status != .ok }
    // Reasons that differ in numbers alone are the same.
    let kinds = Dictionary(grouping: failed) {
      $0.status.rawValue + $0.reason.replacing(/[0-9]+/, with: "0")
    }
    for (_, rows) in kinds.sorted(by: { $0.value[0].video < $1.value[0].video }) {
      for row in rows.prefix(rows.count > 2 ? 1 : 2) {
        context.display.say("\(row.status.rawValue): \(row.video): \(row.reason)")
      }
      if rows.count > 2 {
        context.display.say(
          "\(rows[0].status.rawValue): \(rows.count - 1) more for the same reason; ledger.csv in the "
            + "frames' folder names all")
      }
    }
  }
}

/// The step before a demonstration: draws its videos.
package struct DrawStep {
  private let path: String
  private let threads: Int
  private let context: RunContext

  /// Creates the step.
  ///
  /// - Parameters:
  ///   - path: the folder for the videos.
  ///   - threads: how many clips are drawn at the same time.
  ///   - context: receives progress, and can cancel the step.
  package init(into path: String, threads: Int, in context: RunContext) {
    self.path = path
    self.threads = threads
    self.context = context
  }

  /// Draws the clips that do not exist yet.
  ///
  /// - Throws: errors of writing; `CancellationError` if it was cancelled.
  package func draw() throws {
    let display = context.display
    try display.stage("drawing clips") {
      try DemoCollection(seed: Self.seed).draw(
        into: path, threads: threads,
        progress: { display.show("drawing clips", done: $0, of: $1, unit: "clips") },
        isCancelled: context.isCancelled)
    }
  }

  /// The seed of the demonstration's videos, which do not depend on the run's seed.
  private static let seed: UInt64 = 1
}
