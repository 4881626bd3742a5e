import Foundation
import Testing
import Videos

/// Writes a clip of numbered pictures, 0 to `count` - 1.
///
/// Cancels the test where this machine's FFmpeg lacks the encoder.
func writeClip(
  _ path: String, count: Int, width: Int = 320, height: Int = 240, codec: String = "mpeg4",
  maximumBFrames: Int = 0, groupOfPictures: Int = 12, pixelFormat: String? = nil
) throws {
  try FileManager.default.createDirectory(
    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  let encoder: ClipEncoder
  do {
    encoder = try ClipEncoder(
      path: path, width: width, height: height, codec: codec, maximumBFrames: maximumBFrames,
      groupOfPictures: groupOfPictures, pixelFormat: pixelFormat)
  } catch let error as VideoError where error.reason.contains("ENCODER_NOT_FOUND") {
    try Test.cancel("skipped: FFmpeg has no encoder \(codec) here")
  }
  for number in 0..<count {
    try encoder.append(NumberedPicture.draw(number, width: width, height: height))
  }
  try encoder.finish()
}

/// Scans a folder and prepares it into a store.
@discardableResult
func prepare(_ videos: String, into store: String, threads: Int = 1) throws -> Ledger {
  try FramePreparation(threads: threads).run(VideoCollection.scan(videos), into: store)
}

/// A file's bytes.
func bytes(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Writes a file, and the folders above it.
func write(_ bytes: [UInt8], to path: String) throws {
  try FileManager.default.createDirectory(
    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// Every file below a folder with its bytes, also hidden ones.
func tree(_ folder: String) throws -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
    files[name] = isFolder.boolValue ? [] : try bytes(folder + "/" + name)
  }
  return files
}
