import Basics
import Foundation

/// Stores the frames of one video: every so many frames a query, and mostly its successor.
///
/// Decodes once from the first frame to the last, since a container's number of frames is only an
/// estimate.
struct VideoPreparation {
  let settings: FrameStoreSettings
  let file: VideoFile
  /// A folder of this video's own, for as long as its frames are not all there.
  let temporaryFolder: String
  /// Where its frames go then.
  let folder: String

  /// Called at each frame: whether it was stored, and whether to go on.
  typealias FrameHandler = (_ isStored: Bool) throws -> Void

  /// Decodes the video and stores its frames; one that can't be decoded gives a row that says why.
  ///
  /// - Parameter atFrame: called at each frame; what it throws ends the work.
  /// - Throws: ``SystemCallError`` where a file can't be written, or what `atFrame` throws; nothing
  ///   is left of the video then.
  func run(atFrame: FrameHandler) throws -> LedgerRow {
    do {
      try Folder.remove(folder)
      try Folder.create(temporaryFolder)
      let (row, frames) = try storeFrames(atFrame: atFrame)
      guard row.frames > 0 else {
        try Folder.remove(temporaryFolder)
        return row
      }
      try write(Array(StoredFrame.text(frames).utf8), named: FrameStore.framesName)
      try Folder.create((folder as NSString).deletingLastPathComponent)
      guard rename(temporaryFolder, folder) == 0 else {
        throw SystemCallError(action: "creating the folder", path: folder)
      }
      return row
    } catch {
      // The error that ended the work says more than one of cleaning up after it.
      try? Folder.remove(temporaryFolder)
      guard let error = error as? VideoError else { throw error }
      return .skipped(file, reason: error.reason)
    }
  }

  private func storeFrames(
    atFrame: FrameHandler
  ) throws -> (row: LedgerRow, frames: [StoredFrame]) {
    let decoder = try VideoDecoder(path: file.path, name: file.name)
    let codec = try JPEGCodec()
    var sorting = FrameSorting(settings.sampling, store: write)
    while let frame = try decoder.next() {
      let isStored = try sorting.take(frame) {
        try codec.encode(try decoder.picture(width: settings.side, height: settings.side))
      }
      try atFrame(isStored)
    }
    try sorting.finish()
    guard decoder.frameCount > 0 else {
      let shortcoming = decoder.shortcoming.map { ": \($0)" } ?? ""
      return (.skipped(file, reason: "no frame could be decoded\(shortcoming)"), [])
    }
    let shortcoming = decoder.shortcoming
    let row = LedgerRow(
      video: file.name, category: file.category, status: shortcoming == nil ? .ok : .partial,
      reason: shortcoming ?? "", frames: decoder.frameCount, queries: sorting.frames.count,
      successors: sorting.successors, width: decoder.size.width, height: decoder.size.height,
      framesPerSecond: thousandths(decoder.framesPerSecond), codec: decoder.codec,
      seconds: thousandths(decoder.secondsDecoded), laterFrames: sorting.laterFrames)
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
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Foundation.write(
          descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
      }
      guard written > 0 else {
        throw SystemCallError(action: "writing", path: folder + "/" + name)
      }
      offset += written
    }
  }
}
