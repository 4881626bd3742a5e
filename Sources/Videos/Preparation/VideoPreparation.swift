import Basics
import Foundation

/// Stores the frames of one video: every so many frames a query, and mostly its successor.
///
/// Decodes from the first frame to the last, since a container's number of frames is only an estimate.
struct VideoPreparation {
  let settings: FrameStoreSettings
  let file: VideoFile
  /// A folder of this video's own, for as long as its frames are not all there.
  let temporaryFolder: String
  /// Where its frames go then.
  let folder: String
  /// Threads that may make its pictures.
  let spare: SpareThreads

  /// Called at each frame: whether it was stored.
  typealias FrameHandler = @Sendable (_ isStored: Bool) -> Void

  /// Decodes the video and stores its frames; one that can't be decoded gives a row that says why.
  ///
  /// - Parameters:
  ///   - patience: for how many seconds it may give no frame before it is given up.
  ///   - isStopped: asked at each frame whether the work is to end.
  ///   - atFrame: called at each frame, on a thread of the video's own.
  /// - Throws: ``SystemCallError`` where a file can't be written, or `CancellationError`; nothing is
  ///   left of the video then.
  func run(
    patience: Int, isStopped: @escaping @Sendable () -> Bool, atFrame: @escaping FrameHandler
  ) throws -> LedgerRow {
    if let trouble = file.trouble { return .skipped(file, reason: trouble) }
    var stamp: FileStamp?
    do {
      try Folder.remove(folder)
      try Folder.create(temporaryFolder)
      stamp = try FileStamp(of: file.path)
      let frames = try watched(patience: patience, isCancelled: isStopped) { heartbeat in
        var (told, again) = (0, 0)
        do {
          return try storeFrames(leavingOut: true, heartbeat: heartbeat, isStopped: isStopped) {
            told += $0 ? 1 : 0
            atFrame($0)
          }
        } catch is UnseenFrames.Misjudgement {
          try heartbeat.beat()
          try Folder.remove(temporaryFolder)
          try Folder.create(temporaryFolder)
          return try storeFrames(leavingOut: false, heartbeat: heartbeat, isStopped: isStopped) {
            again += $0 ? 1 : 0
            atFrame($0 && again > told)
          }
        }
      }
      // Its thread may go on in the folder, which whoever holds the store removes in the end.
      guard let frames else { return skipped("no frame for \(patience) s, given up", stamp) }
      guard try FileStamp(of: file.path) == stamp else {
        throw VideoError(action: "reading", path: file.name, cause: .changedMeanwhile)
      }
      try place(frames.stored)
      return frames.row.stamped(stamp)
    } catch {
      // The error that ended the work says more than one of cleaning up after it.
      try? Folder.remove(temporaryFolder)
      switch error {
      case let error as VideoError: return skipped(error.reason, stamp)
      case let error as SystemCallError where error.path == file.path:
        return skipped(error.reason, stamp)
      default: throw error
      }
    }
  }

  private func skipped(_ reason: String, _ stamp: FileStamp?) -> LedgerRow {
    .skipped(file, reason: reason).stamped(stamp)
  }

  /// Puts frames that are all there into their place; without any, nothing stays.
  private func place(_ frames: [StoredFrame]) throws {
    guard !frames.isEmpty else { return try Folder.remove(temporaryFolder) }
    try write(Array(StoredFrame.text(frames).utf8), named: FrameStore.framesName)
    try Folder.create(Folder.above(folder))
    guard rename(temporaryFolder, folder) == 0 else {
      throw SystemCallError(action: "creating the folder", path: folder)
    }
  }

  /// - Parameter leavingOut: whether frames are passed over on which neither a picture, nor motion, nor
  ///   another frame depends.
  private func storeFrames(
    leavingOut: Bool, heartbeat: Heartbeat, isStopped: @Sendable () -> Bool,
    atFrame: (_ isStored: Bool) -> Void
  ) throws -> (row: LedgerRow, stored: [StoredFrame]) {
    func goOn() throws {
      try heartbeat.beat()
      if isStopped() { throw CancellationError() }
    }
    let sampling = settings.sampling
    let decoder = try VideoDecoder(
      path: file.path, name: file.name, isGivenUp: { heartbeat.isGivenUp },
      isWanted: leavingOut ? { sampling.mayStore($0) || MotionRecorder.isWanted($0) } : nil)
    let pictures = PictureWriting(side: settings.side, on: spare, write: write)
    // Before its folder goes, whatever happens.
    defer { pictures.giveUp() }
    var sorting = FrameSorting(sampling, store: pictures.store)
    let greyScaler = FrameScaler()
    var motion = MotionRecorder()
    while let frame = try decoder.next() {
      let isStored = try sorting.take(frame) {
        try pictures.begin(decoder.shownFrame())
      }
      try motion.take(frame) { try greyScaler.greyPicture(of: decoder.shownFrame()) }
      try goOn()
      atFrame(isStored)
    }
    try sorting.finish(count: decoder.frameCount)
    try pictures.finish()
    if !sorting.frames.isEmpty {
      try write(
        NPY.bytes(motion.values, rows: motion.rows, columns: MotionHistogram.count),
        named: FrameStore.motionName)
    }
    let digest = try SHA256.ofFile(file.path, atPiece: goOn)
    let shortcoming = decoder.shortcoming
    guard decoder.frameCount > 0 else {
      let reason = "no frame could be decoded" + (shortcoming.map { ": \($0)" } ?? "")
      var row = LedgerRow.skipped(file, reason: reason)
      row.sha256 = digest
      return (row, [])
    }
    let row = LedgerRow(
      video: file.name, category: file.category, status: shortcoming == nil ? .ok : .partial,
      reason: shortcoming ?? "", frames: decoder.frameCount, queries: sorting.frames.count,
      successors: sorting.successors, width: decoder.size.width, height: decoder.size.height,
      framesPerSecond: thousandths(decoder.framesPerSecond), codec: decoder.codec,
      seconds: thousandths(decoder.secondsDecoded), laterFrames: sorting.laterFrames,
      sha256: digest)
    return (row, sorting.frames)
  }

  /// Rounds to what the ledger's file holds, so that a row is the same when it is read back.
  private func thousandths(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

  /// Writes a file of the video; not durably, since the store is put on disk as a whole.
  private func write(_ bytes: [UInt8], named name: String) throws {
    let descriptor = open(
      temporaryFolder + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw SystemCallError(action: "creating", path: folder + "/" + name)
    }
    defer { close(descriptor) }
    guard writeWhole(bytes, to: descriptor) else {
      throw SystemCallError(action: "writing", path: folder + "/" + name)
    }
  }
}
