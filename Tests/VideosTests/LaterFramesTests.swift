import Foundation
import TestSupport
import Testing
import Videos

/// Stores for tuples: later frames, and another plan for short videos.
@Suite struct LaterFramesTests {
  /// The authors' sampling for Lq (METHOD.md, "Solver").
  private static let authors = {
    var sampling = FrameSampling()
    (sampling.stride, sampling.negativeEvery, sampling.laterOffset) = (8, 0, 17)
    (sampling.shortBelow, sampling.shortStride, sampling.shortLaterOffset) = (100, 3, 7)
    return sampling
  }()

  /// A video of as many frames is just long enough, one of 99 is short.
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
