import Foundation
import TestSupport
import Testing
import Videos

/// Stored pictures are the frames that their names state, for many codecs and containers.
@Suite struct FrameNumberTests {
  static let encodings = [
    Encoding(file: "clip.avi"),
    Encoding(file: "clip.avi", maximumBFrames: 2),
    Encoding(file: "clip.mp4", maximumBFrames: 2),
    Encoding(file: "clip.mp4", codec: "libx264", maximumBFrames: 3),
    // Matroska and elementary streams do not state a number of frames.
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
    // A frame that is not coded, ISO 14496-2 section 6.2.5: start code, predicted, no further
    // second, marker, 21 of 25 in five bits, marker, not coded. FFmpeg's decoder then returns the
    // frame before it again.
    let notCoded: [UInt8] = [0, 0, 1, 0xB6, 0b0101_1010, 0b1100_1111]
    try write(try bytes(folder("videos/clip.m4v")) + notCoded, to: folder("videos/clip.m4v"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.frames, row.queries, row.successors) == (21, 3, 2))
    let store = try FrameStore(path: folder("store"))
    #expect(try paintedQueries(store, "clip.m4v") == [0, 10, 20])
  }
}

/// Stores for tuples: later frames, and another plan for short videos.
@Suite struct LaterFramesTests {
  /// The sampling of the authors for Lq (docs/method.md, "Solver").
  private static let authors = {
    var sampling = FrameSampling()
    (sampling.stride, sampling.negativeEvery, sampling.laterOffset) = (8, 0, 17)
    (sampling.shortBelow, sampling.shortStride, sampling.shortLaterOffset) = (100, 3, 7)
    return sampling
  }()

  /// A video of 100 frames is just long enough.
  ///
  /// A video of 99 frames is short.
  @Test(arguments: [(100, 8, 17), (99, 3, 7), (130, 8, 17), (20, 3, 7), (1, 3, 7)])
  func storedPicturesAreTheFramesTheyAreNamedAfter(count: Int, stride: Int, offset: Int) throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/Numbers/clip.avi"), count: count, maximumBFrames: 2)
    let ledger = try FramePreparation(sampling: Self.authors)
      .run(.scan(folder("videos")), into: folder("store"))
    let store = try FrameStore(path: folder("store"))
    #expect(store.settings.sampling == Self.authors)
    let frames = try store.frames(of: "Numbers/clip.avi")
    let queries = Array(Swift.stride(from: 0, to: count, by: stride))
    #expect(frames.map(\.number) == queries)
    #expect(frames.map(\.hasSuccessor) == queries.map { $0 + 1 < count })
    #expect(frames.map(\.later) == queries.map { $0 + offset < count ? $0 + offset : nil })
    #expect(try paintedQueries(store, "Numbers/clip.avi") == queries)
    let codec = try JPEGCodec()
    for later in frames.compactMap(\.later) {
      let path = store.laterPath("Numbers/clip.avi", frame: later)
      #expect(NumberedPicture.read(try codec.read(path)) == later)
    }
    let row = try #require(ledger.rows.first)
    #expect(row.laterFrames == queries.count { $0 + offset < count })
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder("store/Numbers/clip")
    ).filter { $0.hasSuffix(".jpg") }
    #expect(names.count == row.queries + row.successors + row.laterFrames)
    #expect(try Ledger(path: folder("store/ledger.csv")) == ledger)
  }

  @Test func longVideosNeedNoPlanForShortOnes() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/clip.avi"), count: 40)
    var sampling = FrameSampling()
    sampling.laterOffset = 3
    try FramePreparation(sampling: sampling).run(.scan(folder("videos")), into: folder("store"))
    let frames = try FrameStore(path: folder("store")).frames(of: "clip.avi")
    #expect(frames.map(\.later) == [3, 13, 23, 33])
    #expect(
      FileManager.default.fileExists(atPath: folder("store/clip/later_frame_00013.jpg")))
  }
}
