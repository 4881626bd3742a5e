import Foundation
import TestSupport
import Testing
import Videos

/// Preparing fewer videos than a folder holds.
@Suite struct LeftOutVideosTests {
  private func collection(in folder: TemporaryFolder) throws -> VideoCollection {
    for name in ["A/a.avi", "B/b.avi", "B/b.mp4"] {
      try writeClip(folder("videos/" + name), count: 12, width: 64, height: 48)
    }
    return try VideoCollection.scan(folder("videos"))
  }

  @Test func frameFoldersAreAsIfTheOthersWereNotThere() throws {
    let folder = try TemporaryFolder()
    let all = try collection(in: folder)
    #expect(all.leftOut.isEmpty)
    let kept = all.keeping { $0.name != "B/b.mp4" }
    #expect(kept.files.map(\.name) == ["A/a.avi", "B/b.avi"])
    #expect(kept.files.map(\.frameFolder) == ["A/a", "B/b"])
    #expect(kept.leftOut == ["B/b.mp4"])
    #expect(kept.keeping { $0.category == "A" }.leftOut == ["B/b.avi", "B/b.mp4"])
    // A store opens by the same folders.
    try FramePreparation().run(kept, into: folder("store"))
    #expect(try FrameStore(path: folder("store")).frames(of: "B/b.avi").count == 2)
  }

  @Test func aStoreIsExtendedByMoreCategoriesAndRefusedForFewer() throws {
    let folder = try TemporaryFolder()
    let all = try collection(in: folder)
    let less = all.keeping { $0.category == "A" }
    #expect(
      try FramePreparation().run(less, into: folder("store")).rows.map(\.video) == ["A/a.avi"])
    let marked = folder("store/A/a/query_frame_00000.jpg")
    try write([1], to: marked)
    #expect(try FramePreparation().run(all, into: folder("store")).rows.count == 3)
    #expect(try bytes(marked) == [1])
    let before = try tree(folder("store"))
    #expect(
      throws: PreparationError.videosLeftOut(store: folder("store"), first: "B/b.avi", count: 2)
    ) {
      try FramePreparation().run(less, into: folder("store"))
    }
    #expect(try tree(folder("store")) == before)
  }
}
