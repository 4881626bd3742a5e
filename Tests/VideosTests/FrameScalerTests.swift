import Foundation
import TestSupport
import Testing
import Videos

/// Colours of decoded frames.
@Suite struct ColourTests {
  /// Encoders with limited range, full range, other chroma subsampling, more bits, and RGB.
  static let encodings = [
    Encoding(file: "clip.avi"), Encoding(file: "clip.avi", codec: "mjpeg"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "yuv444p"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "yuva420p"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "yuv422p10le"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "bgra"),
    Encoding(file: "clip.mkv", codec: "png", pixelFormat: "rgb24"),
  ]

  static let colours: [(UInt8, UInt8, UInt8)] = [
    (0, 0, 0), (255, 255, 255), (200, 80, 40), (30, 160, 90), (60, 70, 220),
  ]

  @Test(arguments: encodings)
  func coloursComeBack(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    let encoder = try ClipEncoder(
      path: folder(encoding.file), width: 64, height: 48, codec: encoding.codec,
      groupOfPictures: 1, quality: 1, pixelFormat: encoding.pixelFormat)
    for colour in Self.colours {
      try encoder.append(RGBImage(width: 64, height: 48, filledWith: colour))
    }
    try encoder.finish()
    let decoder = try VideoDecoder(path: folder(encoding.file))
    for colour in Self.colours {
      _ = try #require(try decoder.next())
      let (red, green, blue) = try decoder.picture(width: 31, height: 17)[15, 8]
      #expect(abs(Int(red) - Int(colour.0)) <= 4)
      #expect(abs(Int(green) - Int(colour.1)) <= 4)
      #expect(abs(Int(blue) - Int(colour.2)) <= 4)
    }
    #expect(try decoder.next() == nil)
  }

  @Test(arguments: ["full_range", "bt709", "smpte170m"])
  func coloursAreReadAsTheHeaderSaysTheyAreCoded(_ name: String) throws {
    let path = SharedData.packageRoot + "/Tests/Reference/colours/\(name).webm"
    let decoder = try VideoDecoder(path: path)
    _ = try #require(try decoder.next())
    let (red, green, blue) = try decoder.picture(width: 31, height: 17)[15, 8]
    #expect(abs(Int(red) - 200) <= 3 && abs(Int(green) - 80) <= 3 && abs(Int(blue) - 40) <= 3)
  }
}

/// Colours of stored frames, which are scaled as RGB, or as luma and chroma if these are coded as
/// in JPEG.
@Suite struct StoredColourTests {
  @Test(arguments: ColourTests.encodings)
  func coloursAreStoredAsTheyAre(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    for (number, colour) in ColourTests.colours.enumerated() {
      try FileManager.default.createDirectory(
        atPath: folder("videos/\(number)"), withIntermediateDirectories: true)
      let encoder = try ClipEncoder(
        path: folder("videos/\(number)/\(encoding.file)"), width: 64, height: 48,
        codec: encoding.codec, groupOfPictures: 1, quality: 1, pixelFormat: encoding.pixelFormat)
      try encoder.append(RGBImage(width: 64, height: 48, filledWith: colour))
      try encoder.finish()
    }
    _ = try prepare(folder("videos"), into: folder("store"))
    for (number, colour) in ColourTests.colours.enumerated() {
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

/// Pictures that are much smaller than their frames.
@Suite struct ReductionTests {
  /// Columns are black and white in turn, so every pixel of a smaller picture is half of each.
  ///
  /// The sizes reduce more than a hundred pixels to one, and fewer.
  @Test(arguments: [(1280, 720), (480, 320)]) func finePatternsBecomeGrey(width: Int, height: Int)
    throws
  {
    let folder = try TemporaryFolder()
    var image = RGBImage(width: width, height: height, filledWith: (0, 0, 0))
    for y in 0..<height {
      for x in stride(from: 0, to: width, by: 2) { image[x, y] = (255, 255, 255) }
    }
    let path = folder("stripes.mkv")
    let encoder = try ClipEncoder(
      path: path, width: width, height: height, codec: "ffv1", pixelFormat: "yuv420p")
    try encoder.append(image)
    try encoder.finish()
    let decoder = try VideoDecoder(path: path)
    #expect(try decoder.next() != nil)
    let picture = try decoder.picture(width: 56, height: 56)
    // One column more or less, of at least 8.5, changes the value by 15 of 255.
    #expect(picture.pixels.allSatisfy { abs(Int($0) - 127) <= 18 })
  }
}
