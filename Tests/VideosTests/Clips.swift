import Foundation
import Testing
import Videos

/// Writes a clip of numbered pictures, from 0 to `count` - 1.
///
/// The test is cancelled if FFmpeg has no such encoder on this machine.
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

/// How a clip is encoded.
struct Encoding: CustomTestStringConvertible, Sendable {
  var file: String
  var codec = "mpeg4"
  var maximumBFrames = 0
  var pixelFormat: String?
  var width = 320
  var height = 240

  var testDescription: String {
    "\(codec) \(pixelFormat ?? "") B\(maximumBFrames) \(file) \(width)"
  }
}

/// Scans a folder and makes a frame store of it.
@discardableResult
func prepare(_ videos: String, into store: String, threads: Int = 1) throws -> Ledger {
  try FramePreparation(threads: threads).run(VideoCollection.scan(videos), into: store)
}

/// Reads the bytes of a file.
func bytes(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Writes a file, and creates the folders above it.
func write(_ bytes: [UInt8], to path: String) throws {
  try FileManager.default.createDirectory(
    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// Reads all files below a folder, including hidden ones.
func tree(_ folder: String) throws -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
    files[name] = isFolder.boolValue ? [] : try bytes(folder + "/" + name)
  }
  return files
}

/// Pictures that show their number.
///
/// The number is a row of sixteen black or white squares, highest bit first. The grey around them
/// changes from frame to frame, as in real videos.
enum NumberedPicture {
  private static let bits = 16

  /// Draws a number.
  static func draw(_ number: Int, width: Int = 320, height: Int = 240) -> RGBImage {
    let grey = UInt8(96 + number * 7 % 64)
    var image = RGBImage(width: width, height: height, filledWith: (grey, grey, grey))
    for y in height / 4..<height * 3 / 4 {
      for x in 0..<width {
        let level: UInt8 = number >> (bits - 1 - x * bits / width) & 1 == 1 ? 255 : 0
        image[x, y] = (level, level, level)
      }
    }
    return image
  }

  /// Reads a number back at the centres of the squares, whatever the size of the picture.
  ///
  /// It returns nil if a square is neither black nor white.
  static func read(_ image: RGBImage) -> Int? {
    var number = 0
    for bit in 0..<bits {
      let x = (2 * bit + 1) * image.width / (2 * bits)
      let level = image[x, image.height / 2].green
      guard level < 64 || level > 191 else { return nil }
      number = number << 1 | (level > 191 ? 1 : 0)
    }
    return number
  }
}

/// Reads the numbers in the stored pictures of a video, and checks each pair.
///
/// The number of a successor must be one more than that of its query.
///
/// - Returns: the numbers of the queries, in order.
func paintedQueries(_ store: FrameStore, _ video: String) throws -> [Int] {
  let codec = try JPEGCodec()
  return try store.frames(of: video).map { frame in
    let picture = try codec.read(store.queryPath(video, frame: frame.number))
    let read = NumberedPicture.read(picture)
    let number = try #require(read, "query \(frame.number) of \(video)")
    let path = store.successorPath(video, query: frame.number)
    if frame.hasSuccessor {
      let successor = NumberedPicture.read(try codec.read(path))
      #expect(successor == number + 1, "successor of query \(frame.number) of \(video)")
    } else {
      #expect(throws: (any Error).self) { try codec.read(path) }
    }
    return number
  }
}
