import Foundation
import TestSupport
import Testing
import Videos

/// Pictures much smaller than their frames.
@Suite struct ReductionTests {
  /// Black and white columns by turns: every pixel of a smaller picture is half of each.
  ///
  /// With more than a hundred pixels for one, and with fewer.
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
    // A column more or less among 8.5 or more is worth 15 of 255.
    #expect(picture.pixels.allSatisfy { abs(Int($0) - 127) <= 18 })
  }
}
