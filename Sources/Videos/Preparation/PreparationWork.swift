import Basics
import Synchronization

/// The videos of a collection that are still to be done, and what the threads that do them share.
final class PreparationWork: Sendable {
  private let store: StoreFolder
  private let settings: FrameStoreSettings
  private let pending: [VideoFile]
  private let partialLedger: PartialLedger
  private let progress: @Sendable (PreparationProgress) -> Void
  private let isCancelled: @Sendable () -> Bool
  private let state: Mutex<State>

  private struct State {
    var rows: [LedgerRow]
    var progress: PreparationProgress
    /// The first error, which has all threads stop.
    var failure: (any Error)?
  }

  /// Sets up the work on all videos but those of which there are rows.
  ///
  /// - Throws: ``SystemCallError``.
  init(
    store: StoreFolder, settings: FrameStoreSettings, collection: VideoCollection,
    done: [LedgerRow], progress: @escaping @Sendable (PreparationProgress) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    let names = Set(done.map(\.video))
    (self.store, self.settings, self.progress, self.isCancelled) =
      (store, settings, progress, isCancelled)
    pending = collection.files.filter { !names.contains($0.name) }
    partialLedger = try PartialLedger(path: store.partialLedgerPath, rows: done)
    state = Mutex(
      State(
        rows: done,
        progress: PreparationProgress(
          videosDone: done.count, videosInAll: collection.files.count)))
  }

  /// The rows so far.
  var rows: [LedgerRow] { state.withLock { $0.rows } }

  /// Does all videos.
  ///
  /// - Parameter threads: how many at a time.
  /// - Throws: the first thread's error, or `CancellationError` if it was stopped.
  func run(threads: Int) throws -> Ledger {
    try concurrently(pending.count, threads: threads) { index in self.prepare(index) }
    let (rows, failure) = state.withLock { ($0.rows, $0.failure) }
    if let failure { throw failure }
    return Ledger(rows: rows)
  }

  private func prepare(_ index: Int) {
    let file = pending[index]
    do {
      try stopIfAsked()
      let video = VideoPreparation(
        settings: settings, file: file, temporaryFolder: "\(store.temporaryPath)/\(index)",
        folder: store.path + "/" + file.frameFolder)
      let row = try video.run { isStored in
        try stopIfAsked()
        note(file) { progress in
          progress.framesDecoded += 1
          progress.framesKept += isStored ? 1 : 0
          return isStored
        }
      }
      try partialLedger.append(row)
      state.withLock { $0.rows.append(row) }
      note(file) { progress in
        progress.videosDone += 1
        return true
      }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }

  private func stopIfAsked() throws {
    let hasFailed = state.withLock { $0.failure != nil }
    if hasFailed || isCancelled() { throw CancellationError() }
  }

  /// Changes the progress, and tells of it where the change says so.
  private func note(_ file: VideoFile, change: (inout PreparationProgress) -> Bool) {
    state.withLock { state in
      state.progress.currentName = file.name
      if change(&state.progress) { progress(state.progress) }
    }
  }
}
