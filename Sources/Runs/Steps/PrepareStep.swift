import Datasets
import Tracking
import Videos

/// The first step: extracts frames from videos into a frame store.
public struct PrepareStep {
  private let selection: VideoSelection
  private let path: String
  private let sampling: FrameSampling
  private let threads: Int
  private let patience: Int
  private let retries: Bool
  private let surroundings: Surroundings

  /// Names the step.
  ///
  /// - Parameters:
  ///   - selection: the videos.
  ///   - path: the frame store's folder.
  ///   - settings: which frames are stored, and how many videos are decoded side by side.
  ///   - retries: whether videos that an earlier run skipped or found not whole are tried again.
  ///   - surroundings: where progress goes and who may stop it.
  public init(
    _ selection: VideoSelection, into path: String, settings: Settings, retries: Bool = false,
    in surroundings: Surroundings
  ) {
    self.selection = selection
    self.path = path
    sampling = settings.sampling
    threads = settings.threads
    patience = settings.timeout
    self.retries = retries
    self.surroundings = surroundings
  }

  /// Extracts what is not yet there.
  ///
  /// - Returns: the ledger.
  /// - Throws: what the videos or the disk threw; `CancellationError` if it was stopped, with what is
  ///   finished kept.
  @discardableResult
  public func callAsFunction() throws -> Ledger {
    let display = surroundings.display
    for remark in selection.remarks { display.say(remark) }
    let preparation = FramePreparation(
      sampling: sampling, threads: threads, patience: patience, retries: retries)
    let ledger = try preparation.run(
      selection.collection, into: path, say: display.say,
      progress: { progress in
        display.show(
          "extracting frames", done: progress.videosDone, of: progress.videosInAll,
          unit: "videos", detail: "\(progress.framesKept) frames kept")
      },
      isCancelled: surroundings.isCancelled)
    display.endLine()
    for row in ledger.rows where row.status != .ok {
      display.say("\(row.status.rawValue): \(row.video): \(row.reason)")
    }
    return ledger
  }
}
