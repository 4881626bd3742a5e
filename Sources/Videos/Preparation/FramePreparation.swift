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

  /// States how frames are stored.
  ///
  /// - Parameters:
  ///   - side: width and height of the stored pictures in pixels; the aspect ratio is not kept.
  ///   - sampling: which frames of a video are stored.
  ///   - threads: how many videos are decoded at a time.
  public init(side: Int = 227, sampling: FrameSampling = FrameSampling(), threads: Int = 1) {
    precondition(
      side > 0 && min(sampling.stride, sampling.shortStride) > 1, "a query's successor is no query")
    (self.side, self.sampling, self.threads) = (side, sampling, threads)
  }

  /// Makes a store, or brings one up to date.
  ///
  /// - Parameters:
  ///   - collection: the videos.
  ///   - path: the store's folder, which is created.
  ///   - progress: told of every stored frame and of every video that is done, one call at a time.
  ///   - isCancelled: asked between any two frames.
  /// - Returns: what became of every video.
  /// - Throws: ``PreparationError``, ``MalformedFile`` where an earlier run's ledger is spoilt, a
  ///   ``SystemCallError``, or `CancellationError` if it was stopped; videos that are done by then stay, so that another run can go on.
  @discardableResult
  public func run(
    _ collection: VideoCollection, into path: String,
    progress: @escaping @Sendable (PreparationProgress) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Ledger {
    let settings = FrameStoreSettings(videos: collection.folder, side: side, sampling: sampling)
    let store = try StoreFolder(path: path, settings: settings)
    defer { store.release() }
    let done = try earlierRows(of: collection, in: store)
    if done.count == collection.files.count, Folder.isFile(store.ledgerPath) {
      return Ledger(rows: done)
    }
    var work: PreparationWork?
    let ledger: Ledger
    do {
      let begun = try PreparationWork(
        store: store, settings: settings, collection: collection, done: done, progress: progress,
        isCancelled: isCancelled)
      work = begun
      ledger = try begun.run(threads: threads)
    } catch {
      if !(error is CancellationError), (work?.rows ?? done).allSatisfy({ $0.status == .skipped }) {
        // The error that ended the work says more than one of cleaning up after it.
        try? store.abandon()
      }
      throw error
    }
    guard !ledger.usable.isEmpty else {
      try store.abandon()
      let reasons = ledger.rows.prefix(3).map { "\($0.video): \($0.reason)" }
      throw PreparationError.nothingDecoded(folder: collection.folder, reasons: reasons)
    }
    try store.finish(ledger)
    return ledger
  }

  /// The rows of the videos that earlier runs did and whose frames are still there.
  private func earlierRows(of collection: VideoCollection, in store: StoreFolder) throws
    -> [LedgerRow]
  {
    var rows: [String: LedgerRow] = [:]
    if Folder.isFile(store.ledgerPath) {
      for row in try Ledger(path: store.ledgerPath).rows { rows[row.video] = row }
    }
    for row in try PartialLedger.rows(at: store.partialLedgerPath) { rows[row.video] = row }
    let gone = Set(rows.keys).subtracting(collection.files.map(\.name))
    let leftOut = gone.intersection(collection.leftOut)
    if let first = leftOut.min() {
      throw PreparationError.videosLeftOut(store: store.path, first: first, count: leftOut.count)
    }
    if let first = gone.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      throw PreparationError.videosGone(
        store: store.path, videos: collection.folder, first: first, count: gone.count)
    }
    // A video that was added may have taken another one's extension out of the way.
    let foldersThen = FrameStore.folders(of: Array(rows.keys))
    return try collection.files.compactMap { file in
      guard let row = rows[file.name] else { return nil }
      if row.status == .skipped { return row }
      let list = store.path + "/" + file.frameFolder + "/" + FrameStore.framesName
      if Folder.isFile(list) { return row }
      if let folder = foldersThen[file.name], folder != file.frameFolder {
        try Folder.remove(store.path + "/" + folder)
      }
      return nil
    }
  }
}
