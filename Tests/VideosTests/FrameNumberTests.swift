import Foundation
import TestSupport
import Testing
import Videos

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

@Suite struct FrameNumberTests {
  static let encodings = [
    Encoding(file: "clip.avi"),
    Encoding(file: "clip.avi", maximumBFrames: 2),
    Encoding(file: "clip.mp4", maximumBFrames: 2),
    Encoding(file: "clip.mp4", codec: "libx264", maximumBFrames: 3),
    // Matroska and elementary streams hold no number of frames.
    Encoding(file: "clip.mkv", codec: "libx264", maximumBFrames: 3, pixelFormat: "yuv420p10le"),
    Encoding(file: "clip.m4v"),
    Encoding(file: "clip.ts", codec: "mpeg2video", maximumBFrames: 2),
    Encoding(file: "clip.mkv", codec: "libx265", maximumBFrames: 3),
    Encoding(file: "clip.webm", codec: "libvpx-vp9"),
    Encoding(file: "clip.webm", codec: "libvpx"),
    Encoding(file: "clip.avi", codec: "mjpeg"),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "bgra"),
    Encoding(file: "clip.gif", codec: "gif", pixelFormat: "gray"),
    Encoding(file: "clip.avi", width: 321, height: 243),
    Encoding(file: "clip.mkv", codec: "ffv1", pixelFormat: "yuv420p", width: 333, height: 77),
  ]

  @Test(arguments: encodings)
  func storedPicturesAreTheFramesTheyAreNamedAfter(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    let name = "Numbers/" + encoding.file
    try writeClip(
      folder("videos/" + name), count: 64, width: encoding.width, height: encoding.height,
      codec: encoding.codec, maximumBFrames: encoding.maximumBFrames,
      pixelFormat: encoding.pixelFormat)
    let ledger = try prepare(folder("videos"), into: folder("store"))
    let row = try #require(ledger.rows.first)
    #expect(row.status == .ok && row.reason.isEmpty)
    #expect((row.frames, row.queries, row.successors) == (64, 7, 6))
    #expect((row.width, row.height) == (encoding.width, encoding.height))
    #expect(abs(row.framesPerSecond - 25) < 0.01)
    #expect(abs(row.seconds - 64 / 25) < 0.05)

    let store = try FrameStore(path: folder("store"))
    let frames = try store.frames(of: name)
    #expect(frames.map(\.number) == [0, 10, 20, 30, 40, 50, 60])
    // The fifth pair is a negative one.
    #expect(frames.map(\.hasSuccessor) == [true, true, true, true, false, true, true])
    for frame in frames { #expect(abs(frame.seconds - Double(frame.number) / 25) < 0.011) }
    #expect(try paintedQueries(store, name) == [0, 10, 20, 30, 40, 50, 60])
    let picture = try JPEGCodec().read(folder("store/Numbers/clip/query_frame_00010.jpg"))
    #expect((picture.width, picture.height) == (227, 227))
    #expect(NumberedPicture.read(picture) == 10)
  }

  @Test func queryAtTheEndHasNoSuccessor() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/clip.avi"), count: 61)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.category, row.frames, row.queries, row.successors) == ("", 61, 7, 5))
    let frames = try FrameStore(path: folder("store")).frames(of: "clip.avi")
    #expect(frames.last?.number == 60 && frames.last?.hasSuccessor == false)
  }

  @Test func lastFrameIsNotRepeated() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/clip.m4v"), count: 21)
    // A frame that is not coded, ISO 14496-2 section 6.2.5: start code, predicted, no whole second
    // more, marker, 21 of 25 in five bits, marker, not coded. FFmpeg's decoder then puts the frame
    // before it out again.
    let notCoded: [UInt8] = [0, 0, 1, 0xB6, 0b0101_1010, 0b1100_1111]
    try write(try bytes(folder("videos/clip.m4v")) + notCoded, to: folder("videos/clip.m4v"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.frames, row.queries, row.successors) == (21, 3, 2))
    let store = try FrameStore(path: folder("store"))
    #expect(try paintedQueries(store, "clip.m4v") == [0, 10, 20])
  }
}
