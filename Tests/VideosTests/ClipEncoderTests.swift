import Foundation
import TestSupport
import Testing
import Videos

@Suite struct ClipEncoderTests {
  @Test(arguments: ["clip.avi", "clip.mp4"])
  func samePicturesGiveTheSameBytes(name: String) throws {
    let folder = try TemporaryFolder()
    var files: [Data] = []
    for _ in 0..<2 {
      let encoder = try ClipEncoder(
        path: folder(name), width: 320, height: 240, maximumBFrames: 2)
      for number in 0..<30 { try encoder.append(NumberedPicture.draw(number)) }
      try encoder.finish()
      files.append(try Data(contentsOf: URL(fileURLWithPath: folder(name))))
    }
    #expect(files[0].count > 10_000)
    #expect(files[0] == files[1])
  }

  @Test func unknownCodecIsNamedWithTheFile() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: VideoError.self) {
      _ = try ClipEncoder(path: folder("clip.avi"), width: 32, height: 32, codec: "nonsense")
    }
    #expect(
      error?.description
        == "writing \(folder("clip.avi")): Encoder not found (AVERROR_ENCODER_NOT_FOUND)")
  }
}
