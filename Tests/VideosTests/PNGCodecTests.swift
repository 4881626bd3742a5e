import Basics
import Foundation
import TestSupport
import Testing
import Videos

@Suite struct PNGCodecTests {
  /// FFmpeg's own decoder reads the file back.
  @Test(.enabled(if: FFmpegTool.isHere, "\(FFmpegTool.skipReason)"))
  func picturesComeBackNearlyAsTheyWere() throws {
    var image = RGBImage(width: 227, height: 120)
    for y in 0..<120 {
      for x in 0..<227 { image[x, y] = (UInt8(x), UInt8(2 * y), UInt8((x + y) / 2)) }
    }
    let decoded = try decoded(image)
    let differences = zip(image.pixels, decoded.pixels).map { abs(Int($0) - Int($1)) }
    #expect(differences.reduce(0, +) < 12 * differences.count)
    // The errors that are passed on cancel out: the mean of a square of 20 pixels is as it was.
    for (x, y) in [(10, 10), (100, 60), (200, 90)] {
      for channel in 0..<3 {
        let deviation = mean(image, x, y, channel) - mean(decoded, x, y, channel)
        #expect(abs(deviation) < 3, "\(x), \(y), \(channel)")
      }
    }
    #expect(try PNGCodec.encode(image) == PNGCodec.encode(image))
  }

  @Test(.enabled(if: FFmpegTool.isHere, "\(FFmpegTool.skipReason)"))
  func fewColoursComeBackExactly() throws {
    let colours: [(UInt8, UInt8, UInt8)] = [
      (0, 114, 178), (1, 115, 179), (255, 255, 255), (9, 9, 9),
    ]
    var image = RGBImage(width: 9, height: 5)
    for index in 0..<45 { image[index % 9, index / 9] = colours[index % 4] }
    #expect(try decoded(image) == image)
    let plain = RGBImage(width: 3, height: 2, filledWith: (200, 100, 50))
    #expect(try decoded(plain) == plain)
  }

  private func mean(_ image: RGBImage, _ x: Int, _ y: Int, _ channel: Int) -> Double {
    let values = (0..<400).map { index in
      image.pixels[((y + index / 20) * image.width + x + index % 20) * 3 + channel]
    }
    return values.reduce(0) { $0 + Double($1) } / 400
  }

  private func decoded(_ image: RGBImage) throws -> RGBImage {
    let folder = try TemporaryFolder()
    try DurableFile.write(PNGCodec.encode(image), to: folder("a.png"))
    try FFmpegTool.run("-i a.png -f rawvideo -pix_fmt rgb24 a.raw", in: folder.path)
    let pixels = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder("a.raw"))))
    return RGBImage(width: image.width, height: image.height, pixels: pixels)
  }
}
