import Basics
import Foundation

/// Stores the frames of one video: the loop from the file to the frame store.
///
/// The video is decoded from its first frame to its last, since the number of frames in a file's
/// header is only an estimate. A frame takes this way:
///
/// 1. ``Demuxer`` reads its packet; `VideoDecoder` decodes it and drops it if it is damaged.
/// 2. ``FrameSelector`` decides whether it is stored, and under which names.
/// 3. ``FrameWriter`` has ``FrameScaler`` scale it and ``JPEGCodec`` compress it, and writes the
///    file.
/// 4. ``FlowRecorder`` adds the optical flow that begins or ends at it.
///
/// The files of a video are written to a temporary folder, which is renamed once all are there.
struct VideoPreparation {
  /// How frames are stored.
  let settings: FrameStoreSettings
  /// The video.
  let file: VideoFile
  /// A folder for the files of this video until all are there.
  let temporaryFolder: String
  /// The folder that they move to.
  let folder: String
  /// Threads that may make its pictures.
  let spare: SpareThreads

  /// The address space in which every video but the largest can be decoded.
  private static let roomForVideo = 512 << 20

  /// A function that is called at each frame and told whether the frame was stored.
  typealias FrameHandler = @Sendable (_ isStored: Bool) -> Void

  /// Decodes the video and stores its frames.
  ///
  /// - Parameters:
  ///   - timeout: the number of seconds without a frame after which the video is given up.
  ///   - isStopped: asked at each frame whether to end the work.
  ///   - atFrame: called at each frame, on a thread of this video.
  /// - Returns: the row of the ledger. If the video cannot be decoded the row states why.
  /// - Throws: `SystemCallError` if a file cannot be written, or `CancellationError`. No file of
  ///   the video is left then.
  func run(
    timeout: Int, isStopped: @escaping @Sendable () -> Bool, atFrame: @escaping FrameHandler
  ) throws -> LedgerRow {
    if let problem = file.problem { return .skipped(file, reason: problem) }
    var stamp: FileStamp?
    do {
      try Folder.remove(folder)
      try Folder.create(temporaryFolder)
      stamp = try FileStamp(of: file.path)
      let frames = try watched(patience: timeout, isCancelled: isStopped) { heartbeat in
        var (reported, repeated) = (0, 0)
        do {
          return try storeFrames(skipsFrames: true, heartbeat: heartbeat, isStopped: isStopped) {
            reported += $0 ? 1 : 0
            atFrame($0)
          }
        } catch is NonReferenceSkipper.SkippingError {
          // A frame was skipped wrongly: decode all frames of the video, from its start.
          try heartbeat.beat()
          try Folder.remove(temporaryFolder)
          try Folder.create(temporaryFolder)
          return try storeFrames(skipsFrames: false, heartbeat: heartbeat, isStopped: isStopped) {
            repeated += $0 ? 1 : 0
            atFrame($0 && repeated > reported)
          }
        }
      }
      // A thread that hangs may still write into the temporary folder, which the owner of the store
      // removes in the end.
      guard let frames else { return skipped("no frame for \(timeout) s, given up", stamp) }
      guard try FileStamp(of: file.path) == stamp else {
        throw VideoError(action: "reading", path: file.name, cause: .changedMeanwhile)
      }
      try place(frames.stored)
      return frames.row.stamped(stamp)
    } catch {
      // The error that ended the work matters more than an error of cleaning up.
      try? Folder.remove(temporaryFolder)
      switch error {
      case let error as VideoError:
        // A damaged file may ask for any amount of memory. Where the limit is near, it is not the file.
        if error.isLackOfMemory, !Memory.canReserve(Self.roomForVideo) {
          throw MemoryError("decoding \(file.name)")
        }
        return skipped(error.reason, stamp)
      case let error as SystemCallError where error.path == file.path:
        return skipped(error.reason, stamp)
      default: throw error
      }
    }
  }

  /// Makes a row for the video if nothing is stored.
  private func skipped(_ reason: String, _ stamp: FileStamp?) -> LedgerRow {
    .skipped(file, reason: reason).stamped(stamp)
  }

  /// Moves the files of the video to their folder.
  ///
  /// If no frame is stored, nothing is kept.
  private func place(_ frames: [StoredFrame]) throws {
    guard !frames.isEmpty else { return try Folder.remove(temporaryFolder) }
    try write(Array(StoredFrame.text(frames).utf8), named: FrameStore.framesName)
    try Folder.create(Folder.above(folder))
    guard rename(temporaryFolder, folder) == 0 else {
      throw SystemCallError(action: "creating the folder", path: folder)
    }
  }

  /// Decodes the video and writes the files of its frames.
  ///
  /// - Parameters:
  ///   - skipsFrames: whether to skip frames that are not stored, not needed for optical flow, and
  ///     not needed to decode other frames.
  ///   - heartbeat: beats at each frame.
  ///   - isStopped: asked at each frame whether to end the work.
  ///   - atFrame: called at each frame.
  /// - Returns: the row of the ledger, and the stored queries.
  private func storeFrames(
    skipsFrames: Bool, heartbeat: Heartbeat, isStopped: @Sendable () -> Bool,
    atFrame: (_ isStored: Bool) -> Void
  ) throws -> (row: LedgerRow, stored: [StoredFrame]) {
    func goOn() throws {
      try heartbeat.beat()
      if isStopped() { throw CancellationError() }
    }
    let sampling = settings.sampling
    let decoder = try VideoDecoder(
      path: file.path, name: file.name, isGivenUp: { heartbeat.isGivenUp },
      isWanted: skipsFrames ? { sampling.mayStore($0) || FlowRecorder.isWanted($0) } : nil)
    let writer = FrameWriter(side: settings.side, on: spare, write: write)
    // The threads must not write after the folder is removed.
    defer { writer.waitForAll() }
    var selector = FrameSelector(sampling, writer: writer)
    let greyScaler = FrameScaler()
    var flow = FlowRecorder()
    while let frame = try decoder.next() {
      let isStored = try selector.take(frame) { try decoder.shownFrame() }
      try flow.take(frame) { try greyScaler.greyPicture(of: decoder.shownFrame()) }
      try goOn()
      atFrame(isStored)
    }
    if decoder.isCoverOfSound {
      let cause = VideoError.Cause.coverOfSound(format: decoder.format)
      throw VideoError(action: "reading", path: file.name, cause: cause)
    }
    try selector.finish(count: decoder.frameCount)
    try writer.finish()
    if !selector.frames.isEmpty {
      try write(
        NPY.bytes(flow.values, rows: flow.rows, columns: FlowHistogram.count),
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
      reason: [shortcoming, decoder.remark].compactMap(\.self).joined(separator: "; "),
      frames: decoder.frameCount, queries: selector.frames.count,
      successors: selector.successors, width: decoder.size.width, height: decoder.size.height,
      framesPerSecond: thousandths(decoder.framesPerSecond), codec: decoder.codec,
      seconds: thousandths(decoder.secondsDecoded), laterFrames: selector.laterFrames,
      sha256: digest)
    return (row, selector.frames)
  }

  /// Rounds to three decimals, as in the file of the ledger, so that a row stays the same when it
  /// is read back.
  private func thousandths(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

  /// Writes a file of the video.
  ///
  /// It is not synchronised, since ``FrameStoreWriter`` synchronises the whole store.
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
