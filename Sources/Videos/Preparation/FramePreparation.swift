import Basics
import Foundation
import Synchronization

/// Makes a frame store from a collection of videos, several videos at a time.
///
/// A preparation that was stopped continues where it was, and ends with the same bytes as one that
/// was not stopped. A finished store is left as it is, unless the collection has new or changed
/// videos.
public struct FramePreparation: Sendable {
  private let side: Int
  private let sampling: FrameSampling
  private let threads: Int
  private let timeout: Int
  private let retries: Bool

  /// Sets how frames are stored.
  ///
  /// - Parameters:
  ///   - side: width and height of the stored pictures in pixels; the aspect ratio is not kept.
  ///   - sampling: which frames of a video are stored.
  ///   - threads: how many videos are decoded at a time.
  ///   - timeout: the number of seconds without a frame after which a video is given up.
  ///   - retries: whether to try videos again that an earlier run skipped or found incomplete.
  public init(
    side: Int = 227, sampling: FrameSampling = FrameSampling(), threads: Int = 1,
    timeout: Int = 60, retries: Bool = false
  ) {
    precondition(threads > 0, "at least one thread must decode")
    precondition(
      side > 0 && min(sampling.stride, sampling.shortStride) > 1,
      "the side must be positive and the strides at least 2")
    (self.side, self.sampling, self.threads) = (side, sampling, threads)
    (self.timeout, self.retries) = (timeout, retries)
  }

  /// Makes a store, or brings an existing one up to date.
  ///
  /// - Parameters:
  ///   - collection: the videos.
  ///   - path: the folder of the store, which is created.
  ///   - say: receives sentences that a user should read before the work begins.
  ///   - progress: called for every stored frame and every finished video, one call at a time.
  ///   - isCancelled: asked between two frames.
  /// - Returns: what became of every video.
  /// - Throws: ``PreparationError``; `MalformedFile` if the ledger of an earlier run is damaged;
  ///   `SystemCallError`; or `CancellationError` if it was stopped. Finished videos are kept, so
  ///   that another run can continue.
  /// - Complexity: O(frames of all videos).
  @discardableResult
  public func run(
    _ collection: VideoCollection, into path: String,
    say: (String) -> Void = { _ in },
    progress: @escaping @Sendable (PreparationProgress) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Ledger {
    let settings = FrameStoreSettings(videos: collection.folder, side: side, sampling: sampling)
    let store = try FrameStoreWriter(path: path, settings: settings)
    defer { store.release() }
    let earlier = try EarlierRows(
      of: collection, in: store, retries: retries, isCancelled: isCancelled)
    let done = earlier.rows
    if done.count == collection.files.count, !earlier.hasNewValues, Folder.isFile(store.ledgerPath)
    {
      return Ledger(rows: done)
    }
    if let first = earlier.changed.first {
      say("\(earlier.changed.count) changed since their frames were extracted, such as \(first)")
    }
    let names = Set(done.map(\.video))
    let wanted = collection.files.filter { !names.contains($0.name) }
    let pending = try zip(wanted, store.folders(for: wanted, besides: earlier.folders)).map {
      PendingVideo(file: $0, folder: $1)
    }
    if let other = pending.first(where: \.hasOtherFolder) {
      let count = pending.count(where: \.hasOtherFolder)
      say(
        "the disk of \(path) can't hold the names of \(count) video\(count == 1 ? "" : "s"); "
          + "the frames of \(other.file.name), for example, are in \(other.folder)")
    }
    let estimate = try SpaceEstimate(of: wanted, settings: settings, isCancelled: isCancelled)
    if let bytes = estimate.bytes(of: wanted) {
      say(
        "frames of \(wanted.count) video\(wanted.count == 1 ? "" : "s"): "
          + FreeSpace.sentence(need: bytes, at: path))
    }
    var pool: ExtractionPool?
    let ledger: Ledger
    do {
      // Two threads of small videos need 0.2 GB of address space and fill 40 MB.
      try Memory.require(
        addressSpace: threads * 128 << 20, resident: threads * 16 << 20,
        for: "extracting frames with \(threads == 1 ? "1 thread" : "\(threads) threads")")
      let begun = try ExtractionPool(
        store: store, settings: settings, pending: pending, done: done, timeout: timeout,
        progress: progress, isCancelled: isCancelled)
      pool = begun
      ledger = try begun.run(threads: threads)
    } catch {
      if !(error is CancellationError), (pool?.rows ?? done).allSatisfy({ $0.status == .skipped }) {
        // The error that ended the work matters more than an error of cleaning up.
        try? store.abandon()
      }
      throw (error as? SystemCallError).map {
        withSpaceNeeded($0, wanted, pool?.rows ?? done, estimate)
      }
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

  /// Adds to the error of a full disk how much space all remaining videos need.
  ///
  /// Other errors are returned as they are.
  private func withSpaceNeeded(
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

/// The progress of a preparation.
public struct PreparationProgress: Equatable, Sendable {
  /// The number of finished videos, including those of earlier runs.
  public var videosDone: Int
  /// The number of all videos.
  public var videosInAll: Int
  /// The number of frames that this run decoded.
  public var framesDecoded = 0
  /// The number of frames that this run stored.
  public var framesKept = 0
}

/// A video whose frames are not extracted yet.
struct PendingVideo: Sendable {
  /// The video.
  let file: VideoFile
  /// The folder for its frames, relative to the store.
  let folder: String

  /// Whether the disk can't hold the usual folder.
  var hasOtherFolder: Bool { folder != file.frameFolder }
}

/// The threads that extract frames, and the videos that are left to them.
///
/// Each thread takes one video at a time. A thread without a video makes pictures for the others.
final class ExtractionPool: Sendable {
  private let store: FrameStoreWriter
  private let settings: FrameStoreSettings
  private let pending: [PendingVideo]
  private let timeout: Int
  private let partialLedger: PartialLedger
  private let progress: @Sendable (PreparationProgress) -> Void
  private let isCancelled: @Sendable () -> Bool
  /// The threads for which no video is left.
  private let spare = SpareThreads()
  private let state: Mutex<State>

  private struct State {
    var rows: [LedgerRow]
    var progress: PreparationProgress
    /// The number of videos that are not finished.
    var videosLeft: Int
    /// The first error.
    ///
    /// It stops all threads.
    var failure: (any Error)?

    /// Notes that a thread has finished a video.
    ///
    /// - Returns: whether it was the last video.
    mutating func countDown() -> Bool {
      videosLeft -= 1
      return videosLeft == 0
    }
  }

  /// Prepares to extract the frames of some videos.
  ///
  /// - Parameters:
  ///   - store: the store to write to.
  ///   - settings: how frames are stored.
  ///   - pending: the videos to extract.
  ///   - done: the rows of the other videos.
  ///   - timeout: the number of seconds without a frame after which a video is given up.
  ///   - progress: called for every stored frame and every finished video, one call at a time.
  ///   - isCancelled: asked between two frames.
  /// - Throws: `SystemCallError`.
  init(
    store: FrameStoreWriter, settings: FrameStoreSettings, pending: [PendingVideo],
    done: [LedgerRow], timeout: Int, progress: @escaping @Sendable (PreparationProgress) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    (self.store, self.settings, self.progress, self.isCancelled) =
      (store, settings, progress, isCancelled)
    (self.pending, self.timeout) = (pending, timeout)
    partialLedger = try PartialLedger(
      path: store.partialLedgerPath, rows: done,
      namesFolders: pending.contains(where: \.hasOtherFolder))
    state = Mutex(
      State(
        rows: done,
        progress: PreparationProgress(
          videosDone: done.count, videosInAll: done.count + pending.count),
        videosLeft: pending.count))
  }

  /// The rows so far.
  var rows: [LedgerRow] { state.withLock { $0.rows } }

  /// Extracts the frames of all videos.
  ///
  /// - Parameter threads: how many videos are decoded at a time.
  /// - Returns: the ledger of all videos.
  /// - Throws: the first error of a thread, or `CancellationError` if it was stopped.
  func run(threads: Int) throws -> Ledger {
    guard !pending.isEmpty else { return Ledger(rows: rows) }
    try concurrently(pending.count + threads, threads: threads) { index in
      guard index < self.pending.count else { return self.spare.lend() }
      self.extract(index)
      if self.state.withLock({ $0.countDown() }) { self.spare.close() }
    }
    let (rows, failure) = state.withLock { ($0.rows, $0.failure) }
    if let failure { throw failure }
    return Ledger(rows: rows)
  }

  /// Extracts the frames of one video and adds its row to the partial ledger.
  private func extract(_ index: Int) {
    let (file, folder) = (pending[index].file, pending[index].folder)
    do {
      if isStopped { throw CancellationError() }
      let video = VideoPreparation(
        settings: settings, file: file, temporaryFolder: "\(store.temporaryPath)/\(index)",
        folder: store.path + "/" + folder, spare: spare)
      var row = try video.run(timeout: timeout, isStopped: { self.isStopped }) { isStored in
        self.updateProgress(reports: isStored) { progress in
          progress.framesDecoded += 1
          progress.framesKept += isStored ? 1 : 0
        }
      }
      if pending[index].hasOtherFolder, row.status != .skipped { row.folder = folder }
      let finished = row
      try partialLedger.append(finished)
      state.withLock { $0.rows.append(finished) }
      updateProgress(reports: true) { progress in progress.videosDone += 1 }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }

  /// Whether all threads are to stop.
  private var isStopped: Bool { state.withLock { $0.failure != nil } || isCancelled() }

  /// Changes the progress, and reports it if asked to.
  private func updateProgress(reports: Bool, change: (inout PreparationProgress) -> Void) {
    state.withLock { state in
      change(&state.progress)
      if reports { progress(state.progress) }
    }
  }
}
