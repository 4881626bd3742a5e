import Basics
import Foundation
import Synchronization
import TestSupport
import Testing
import Videos

@Suite struct ResumeTests {
  /// Five videos in two categories, one of them cut, and a text.
  private func collection(in folder: TemporaryFolder) throws -> VideoCollection {
    for name in ["A/a.avi", "A/name, with comma.avi", "B/c.avi", "B/d.avi"] {
      try writeClip(folder("videos/" + name), count: 33, width: 160, height: 120)
    }
    let whole = try bytes(folder("videos/A/a.avi"))
    try write(Array(whole.prefix(whole.count * 2 / 3)), to: folder("videos/B/cut \"short\".avi"))
    try write(Array("words".utf8), to: folder("videos/B/notes.mp4"))
    return try VideoCollection.scan(folder("videos"))
  }

  @Test func stoppedPreparationGoesOnToTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let collection = try collection(in: folder)
    let whole = try FramePreparation(threads: 2).run(collection, into: folder("whole"))
    let expected = try tree(folder("whole"))
    #expect(expected.keys.filter { $0.hasSuffix("frames.csv") }.count == 5)
    for stopAfter in [0, 1, 50, 75, 130] {
      let path = folder("stopped after \(stopAfter)")
      let frames = Mutex(0)
      #expect(throws: CancellationError.self) {
        try FramePreparation(threads: 1).run(
          collection, into: path,
          isCancelled: {
            frames.withLock { frames in
              frames += 1
              return frames > stopAfter
            }
          })
      }
      // Who stops it before the first video finds no rows at all.
      let left = try? String(contentsOfFile: path + "/ledger.partial.csv", encoding: .utf8)
      let done = (left ?? "header\n").split(separator: "\n").count - 1
      #expect(done <= stopAfter / 33 + 1 && (done > 0 || stopAfter < 50))
      #expect(throws: FrameStoreError.unfinished(path: path)) { try FrameStore(path: path) }
      #expect(!FileManager.default.fileExists(atPath: path + "/.preparing"))
      let progress = Mutex<[PreparationProgress]>([])
      let ledger = try FramePreparation(threads: 2).run(
        collection, into: path, progress: { step in progress.withLock { $0.append(step) } })
      #expect(ledger == whole)
      #expect(try tree(path) == expected)
      // What was done was not decoded again.
      let steps = progress.withLock { $0 }
      #expect(steps.last?.videosDone == 6 && steps.last?.videosInAll == 6)
      #expect(steps.allSatisfy { $0.videosDone >= done })
    }
  }

  @Test func whatAKilledProcessLeavesIsMended() throws {
    let folder = try TemporaryFolder()
    let collection = try collection(in: folder)
    try FramePreparation().run(collection, into: folder("store"))
    let expected = try tree(folder("store"))
    // As if killed while it wrote a row: the row is torn, a video is half stored, and another one's
    // frames are in place without a row.
    let ledger = try String(contentsOfFile: folder("store/ledger.csv"), encoding: .utf8)
    let rows = ledger.split(separator: "\n").prefix(4).joined(separator: "\n")
    try write(Array((rows.dropLast(9)).utf8), to: folder("store/ledger.partial.csv"))
    try FileManager.default.removeItem(atPath: folder("store/ledger.csv"))
    try write([1, 2, 3], to: folder("store/.preparing/1/query_frame_00000.jpg"))
    try write([1, 2, 3], to: folder("store/B/d/query_frame_00000.jpg"))
    try FramePreparation().run(collection, into: folder("store"))
    #expect(try tree(folder("store")) == expected)
  }

  @Test func finishedStoreIsLeftUntouched() throws {
    let folder = try TemporaryFolder()
    let collection = try collection(in: folder)
    let ledger = try FramePreparation().run(collection, into: folder("store"))
    let marked = folder("store/A/a/query_frame_00000.jpg")
    try write([1], to: marked)
    let before = try FileManager.default.attributesOfItem(atPath: folder("store/ledger.csv"))
    #expect(try FramePreparation().run(collection, into: folder("store")) == ledger)
    let after = try FileManager.default.attributesOfItem(atPath: folder("store/ledger.csv"))
    #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
    #expect(try bytes(marked) == [1])
  }

  @Test func framesThatWereRemovedAreMadeAgain() throws {
    let folder = try TemporaryFolder()
    let collection = try collection(in: folder)
    try FramePreparation().run(collection, into: folder("store"))
    let expected = try tree(folder("store"))
    try FileManager.default.removeItem(atPath: folder("store/B/c"))
    try FramePreparation().run(collection, into: folder("store"))
    #expect(try tree(folder("store")) == expected)
  }

  @Test func addedVideosArePreparedAndOthersAreNotAgain() throws {
    let folder = try TemporaryFolder()
    try FramePreparation().run(collection(in: folder), into: folder("store"))
    let marked = folder("store/B/c/query_frame_00000.jpg")
    try write([1], to: marked)
    // The second file of the stem `a` takes the extension back for both.
    try writeClip(folder("videos/A/a.mp4"), count: 12, width: 160, height: 120)
    let added = try VideoCollection.scan(folder("videos"))
    let ledger = try FramePreparation().run(added, into: folder("store"))
    #expect(ledger.rows.count == 7)
    #expect(try bytes(marked) == [1])
    #expect(try FrameStore(path: folder("store")).frames(of: "A/a.avi").count == 4)
    #expect(!FileManager.default.fileExists(atPath: folder("store/A/a")))
  }
}
