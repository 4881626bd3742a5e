import TestSupport
import Testing
import Videos

@Suite struct ColourTests {
  /// Encoders with limited range, full range, other subsampling, more bits, and colours as such.
  static let encodings = [
    Encoding(file: "clip.avi"), Encoding(file: "clip.avi", codec: "mjpeg"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "yuv444p"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "yuva420p"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "yuv422p10le"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "bgra"),
    Encoding(file: "clip.mkv", codec: "png", pixelFormat: "rgb24"),
  ]

  @Test(arguments: encodings)
  func coloursComeBack(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    let colours: [(UInt8, UInt8, UInt8)] = [
      (0, 0, 0), (255, 255, 255), (200, 80, 40), (30, 160, 90), (60, 70, 220),
    ]
    let encoder = try ClipEncoder(
      path: folder(encoding.file), width: 64, height: 48, codec: encoding.codec,
      groupOfPictures: 1, quality: 1, pixelFormat: encoding.pixelFormat)
    for colour in colours {
      try encoder.append(RGBImage(width: 64, height: 48, filledWith: colour))
    }
    try encoder.finish()
    let decoder = try VideoDecoder(path: folder(encoding.file))
    for colour in colours {
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
