import Basics
import Synchronization

/// The videos of a collection that are still to be done, and what the threads that do them share.
final class PreparationWork: Sendable {
  private let store: StoreFolder
  private let settings: FrameStoreSettings
  private let pending: [VideoFile]
  private let patience: Int
  private let partialLedger: PartialLedger
  private let progress: @Sendable (PreparationProgress) -> Void
  private let isCancelled: @Sendable () -> Bool
  /// Threads to which no video is left.
  private let spare = SpareThreads()
  private let state: Mutex<State>

  private struct State {
    var rows: [LedgerRow]
    var progress: PreparationProgress
    /// How many videos no thread is through with.
    var left: Int
    /// The first error, which has all threads stop.
    var failure: (any Error)?

    /// Notes that a thread is through with a video; whether it was the last one.
    mutating func countDown() -> Bool {
      left -= 1
      return left == 0
    }
  }

  /// Sets up the work on the videos of which there are no rows.
  ///
  /// - Throws: ``SystemCallError``.
  init(
    store: StoreFolder, settings: FrameStoreSettings, pending: [VideoFile], done: [LedgerRow],
    patience: Int, progress: @escaping @Sendable (PreparationProgress) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    (self.store, self.settings, self.progress, self.isCancelled) =
      (store, settings, progress, isCancelled)
    (self.pending, self.patience) = (pending, patience)
    partialLedger = try PartialLedger(path: store.partialLedgerPath, rows: done)
    state = Mutex(
      State(
        rows: done,
        progress: PreparationProgress(
          videosDone: done.count, videosInAll: done.count + pending.count),
        left: pending.count))
  }

  /// The rows so far.
  var rows: [LedgerRow] { state.withLock { $0.rows } }

  /// Does all videos, a thread each; threads to which none is left make the pictures of the others'.
  ///
  /// - Parameter threads: how many at a time.
  /// - Throws: the first thread's error, or `CancellationError` if it was stopped.
  func run(threads: Int) throws -> Ledger {
    guard !pending.isEmpty else { return Ledger(rows: rows) }
    try concurrently(pending.count + threads, threads: threads) { index in
      guard index < self.pending.count else { return self.spare.lend() }
      self.prepare(index)
      if self.state.withLock({ $0.countDown() }) { self.spare.close() }
    }
    let (rows, failure) = state.withLock { ($0.rows, $0.failure) }
    if let failure { throw failure }
    return Ledger(rows: rows)
  }

  private func prepare(_ index: Int) {
    let file = pending[index]
    do {
      if isStopped { throw CancellationError() }
      let video = VideoPreparation(
        settings: settings, file: file, temporaryFolder: "\(store.temporaryPath)/\(index)",
        folder: store.path + "/" + file.frameFolder, spare: spare)
      let row = try video.run(patience: patience, isStopped: { self.isStopped }) { isStored in
        self.note(file) { progress in
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

  /// Whether no frame more is wanted, of any video.
  private var isStopped: Bool { state.withLock { $0.failure != nil } || isCancelled() }

  /// Changes the progress, and tells of it where the change says so.
  private func note(_ file: VideoFile, change: (inout PreparationProgress) -> Bool) {
    state.withLock { state in
      state.progress.currentName = file.name
      if change(&state.progress) { progress(state.progress) }
    }
  }
}
