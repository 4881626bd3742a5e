import Basics
import Foundation
import TestSupport
import Testing
import Videos

/// Collections of fewer videos than threads: those without a video make the others' pictures.
@Suite struct FewVideosTests {
  /// Long enough for the plan of long videos, and not.
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
