import Basics
import Foundation

/// Makes a frame store from a collection of videos, several videos at a time.
///
/// A preparation that was stopped goes on where it was, and ends with the same bytes as one that was
/// not; a finished store is left as it is, unless the collection has got videos since.
public struct FramePreparation: Sendable {
  private let side: Int
  private let sampling: FrameSampling
  private let threads: Int
  private let patience: Int
  private let retries: Bool

  /// States how frames are stored.
  ///
  /// - Parameters:
  ///   - side: width and height of the stored pictures in pixels; the aspect ratio is not kept.
  ///   - sampling: which frames of a video are stored.
  ///   - threads: how many videos are decoded at a time.
  ///   - patience: for how many seconds a video may give no frame before it is given up.
  ///   - retries: whether videos that an earlier run skipped or found not whole are tried again.
  public init(
    side: Int = 227, sampling: FrameSampling = FrameSampling(), threads: Int = 1,
    patience: Int = 60, retries: Bool = false
  ) {
    precondition(threads > 0, "somebody must decode")
    precondition(
      side > 0 && min(sampling.stride, sampling.shortStride) > 1, "a query's successor is no query")
    (self.side, self.sampling, self.threads) = (side, sampling, threads)
    (self.patience, self.retries) = (patience, retries)
  }

  /// Makes a store, or brings one up to date.
  ///
  /// - Parameters:
  ///   - collection: the videos.
  ///   - path: the store's folder, which is created.
  ///   - say: told, in a sentence, what a user should know before the work.
  ///   - progress: told of every stored frame and of every video that is done, one call at a time.
  ///   - isCancelled: asked between any two frames.
  /// - Returns: what became of every video.
  /// - Throws: ``PreparationError``, ``MalformedFile`` where an earlier run's ledger is spoilt, a
  ///   ``SystemCallError``, or `CancellationError` if it was stopped; videos that are done by then stay, so that another run can go on.
  @discardableResult
  public func run(
    _ collection: VideoCollection, into path: String,
    say: (String) -> Void = { _ in },
    progress: @escaping @Sendable (PreparationProgress) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Ledger {
    let settings = FrameStoreSettings(videos: collection.folder, side: side, sampling: sampling)
    let store = try StoreFolder(path: path, settings: settings)
    defer { store.release() }
    let earlier = try EarlierRows(
      of: collection, in: store, retries: retries, isCancelled: isCancelled)
    let done = earlier.rows
    if done.count == collection.files.count, !earlier.hasNewTimes, Folder.isFile(store.ledgerPath) {
      return Ledger(rows: done)
    }
    if let first = earlier.changed.first {
      say("\(earlier.changed.count) changed since their frames were extracted, such as \(first)")
    }
    let names = Set(done.map(\.video))
    let pending = collection.files.filter { !names.contains($0.name) }
    let estimate = try SpaceEstimate(of: pending, settings: settings, isCancelled: isCancelled)
    if let bytes = estimate.bytes(of: pending) {
      say("frames: \(FreeSpace.sentence(need: bytes, at: path))")
    }
    var work: PreparationWork?
    let ledger: Ledger
    do {
      let begun = try PreparationWork(
        store: store, settings: settings, pending: pending, done: done, patience: patience,
        progress: progress, isCancelled: isCancelled)
      work = begun
      ledger = try begun.run(threads: threads)
    } catch {
      if !(error is CancellationError), (work?.rows ?? done).allSatisfy({ $0.status == .skipped }) {
        // The error that ended the work says more than one of cleaning up after it.
        try? store.abandon()
      }
      throw (error as? SystemCallError).map { full($0, pending, work?.rows ?? done, estimate) }
        ?? error
    }
    guard !ledger.usable.isEmpty else {
      try store.abandon()
      let reasons = ledger.rows.prefix(3).map { "\($0.video): \($0.reason)" }
      throw PreparationError.nothingDecoded(folder: collection.folder, reasons: reasons)
    }
    try store.finish(ledger)
    return ledger
  }

  /// Where a disk is full, the room for one picture says little: the error gets what all the rest
  /// needs.
  private func full(
    _ error: SystemCallError, _ pending: [VideoFile], _ rows: [LedgerRow],
    _ estimate: SpaceEstimate
  ) -> SystemCallError {
    guard error.isLackOfSpace else { return error }
    let names = Set(rows.map(\.video))
    var error = error
    error.need = estimate.bytes(of: pending.filter { !names.contains($0.name) })
    return error
  }
}
