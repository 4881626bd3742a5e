import Basics
import Foundation
import TestSupport
import Testing
import Videos

/// Preparations that are refused.
@Suite struct RefusalTests {
  private func refusal(_ work: () throws -> Void) -> String? {
    let error = #expect(throws: PreparationError.self) { try work() }
    #expect(error?.blame == .usage)
    return error?.description
  }

  @Test func storeMadeOtherwiseIsRefused() throws {
    let folder = try TemporaryFolder()
    for videos in ["videos", "others"] {
      try writeClip(folder(videos + "/a.avi"), count: 12, width: 64, height: 64)
    }
    let videos = try VideoCollection.scan(folder("videos"))
    let others = try VideoCollection.scan(folder("others"))
    let store = folder("store")
    var (sampling, tuples) = (FrameSampling(), FrameSampling())
    sampling.stride = 5
    tuples.laterOffset = 17
    try FramePreparation().run(videos, into: store)
    let before = try tree(store)
    #expect(
      refusal { try FramePreparation(side: 128).run(videos, into: store) }
        == "\(store) was made with pictures of side 227, not 128; prepare into another folder")
    #expect(
      refusal { try FramePreparation(sampling: sampling).run(videos, into: store) }
        == "\(store) was made with stride 10, not 5; prepare into another folder")
    #expect(
      refusal { try FramePreparation(sampling: tuples).run(videos, into: store) }
        == "\(store) was made with later_offset 0, not 17; prepare into another folder")
    #expect(
      refusal { try FramePreparation().run(others, into: store) }
        == "\(store) was made from \(videos.folder), not \(others.folder); prepare into another folder"
    )
    try writeClip(folder("videos/b.avi"), count: 12, width: 64, height: 64)
    try FileManager.default.removeItem(atPath: folder("videos/a.avi"))
    #expect(
      refusal { try prepare(folder("videos"), into: store) }?.contains(
        "lacks 1 video that \(store) holds, such as a.avi") == true)
    #expect(try tree(store) == before)
  }

  @Test func foldersForSomethingElseAreRefused() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 12, width: 64, height: 64)
    try write([1], to: folder("full/thesis.tex"))
    #expect(
      refusal { try prepare(folder("videos"), into: folder("full")) }
        == "\(folder("full")) is neither empty nor a frame store; prepare into another folder")
    #expect(try tree(folder("full")).count == 1)
    for among in ["videos", "videos/frames/deep"] {
      #expect(
        refusal { try prepare(folder("videos"), into: folder(among)) }?.contains(
          "would lie among the videos") == true)
    }
    #expect(try tree(folder("videos")).count == 1)
  }

  @Test func secondPreparationOfAStoreAtATimeIsRefused() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 12, width: 64, height: 64)
    let videos = try VideoCollection.scan(folder("videos"))
    let store = folder("store")
    try FramePreparation().run(
      videos, into: store,
      progress: { _ in
        let error = #expect(throws: PreparationError.self) {
          try FramePreparation().run(videos, into: store)
        }
        #expect(error == .busy(path: store, process: Int(getpid())))
      })
    #expect(try FrameStore(path: store).ledger.rows.count == 1)
  }

  @Test func fileThatCannotBeWrittenIsNamedAndNothingStays() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 30, width: 64, height: 64)
    let videos = try VideoCollection.scan(folder("videos"))
    let store = folder("new/store")
    // This ends the writing half-way, as a full disk would.
    let error = #expect(throws: SystemCallError.self) {
      try FramePreparation().run(
        videos, into: store,
        isCancelled: {
          try? FileManager.default.removeItem(atPath: store + "/.preparing")
          return false
        })
    }
    #expect(
      error?.description
        == "creating \(store)/a/query_frame_00000.jpg: No such file or directory"
        || error?.description
          == "creating \(store)/a/next_frame_00001.jpg: No such file or directory"
    )
    #expect(!FileManager.default.fileExists(atPath: folder("new")))
    try write([1], to: folder("file"))
    let path = folder("file/store")
    let refused = #expect(throws: SystemCallError.self) {
      try FramePreparation().run(videos, into: path)
    }
    #expect(refused?.description == "creating the folder \(path): Not a directory")
  }
}

/// Collections of fewer videos than threads: threads without a video make pictures for the others.
@Suite struct FewVideosTests {
  /// The lengths select the plan for long videos and the plan for short ones.
  @Test(arguments: [130, 90]) func manyThreadsStoreWhatOneStores(count: Int) throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/clip.avi"), count: count, maximumBFrames: 2)
    var sampling = FrameSampling()
    (sampling.laterOffset, sampling.shortBelow) = (17, 100)
    let collection = try VideoCollection.scan(folder("videos"))
    let alone = try FramePreparation(sampling: sampling, threads: 1)
      .run(collection, into: folder("alone"))
    let helped = try FramePreparation(sampling: sampling, threads: 4)
      .run(collection, into: folder("helped"))
    #expect(helped == alone)
    #expect(try tree(folder("helped")) == tree(folder("alone")))
  }

  @Test func aPictureThatCannotBeWrittenEndsTheWorkOnAnyThread() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 60, width: 64, height: 64)
    let store = folder("new/store")
    let error = #expect(throws: SystemCallError.self) {
      try FramePreparation(threads: 3).run(
        .scan(folder("videos")), into: store,
        isCancelled: {
          try? FileManager.default.removeItem(atPath: store + "/.preparing")
          return false
        })
    }
    #expect(error?.path.hasPrefix("\(store)/a/") == true)
    #expect(error?.path.hasSuffix(".jpg") == true)
    #expect(!FileManager.default.fileExists(atPath: folder("new")))
  }
}
