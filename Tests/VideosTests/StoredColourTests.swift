import Foundation
import TestSupport
import Testing
import Videos

/// Frames are stored by way of red, green and blue, or of luma and chroma where these are coded as JPEG's.
@Suite struct StoredColourTests {
  private static let colours: [(UInt8, UInt8, UInt8)] = [
    (0, 0, 0), (255, 255, 255), (200, 80, 40), (30, 160, 90), (60, 70, 220),
  ]

  @Test(arguments: ColourTests.encodings)
  func coloursAreStoredAsTheyAre(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    for (number, colour) in Self.colours.enumerated() {
      try FileManager.default.createDirectory(
        atPath: folder("videos/\(number)"), withIntermediateDirectories: true)
      let encoder = try ClipEncoder(
        path: folder("videos/\(number)/\(encoding.file)"), width: 64, height: 48,
        codec: encoding.codec, groupOfPictures: 1, quality: 1, pixelFormat: encoding.pixelFormat)
      try encoder.append(RGBImage(width: 64, height: 48, filledWith: colour))
      try encoder.finish()
    }
    _ = try prepare(folder("videos"), into: folder("store"))
    for (number, colour) in Self.colours.enumerated() {
      let found = try stored(folder("store/\(number)/clip/query_frame_00000.jpg"))
      #expect(distance(found, colour) <= 5, "\(found), not \(colour)")
    }
  }

  @Test(arguments: ["full_range", "bt709", "smpte170m"])
  func coloursAreStoredAsTheHeaderSaysTheyAreCoded(_ name: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: SharedData.packageRoot + "/Tests/Reference/colours/\(name).webm",
      toPath: folder("videos/\(name).webm"))
    _ = try prepare(folder("videos"), into: folder("store"))
    let found = try stored(folder("store/\(name)/query_frame_00000.jpg"))
    #expect(distance(found, (200, 80, 40)) <= 4, "\(found)")
  }

  private func stored(_ path: String) throws -> (UInt8, UInt8, UInt8) {
    let picture = try JPEGCodec().read(path)
    #expect(picture.width == 227 && picture.height == 227)
    return picture[113, 113]
  }

  private func distance(_ left: (UInt8, UInt8, UInt8), _ right: (UInt8, UInt8, UInt8)) -> Int {
    max(
      abs(Int(left.0) - Int(right.0)), abs(Int(left.1) - Int(right.1)),
      abs(Int(left.2) - Int(right.2)))
  }
}
