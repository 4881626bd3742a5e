import Basics
import Foundation
import Synchronization
import TestSupport
import Testing
import Videos

/// Preparations that continue earlier ones.
@Suite struct ResumeTests {
  /// Five videos in two categories, one of them cut off, and a text file.
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
      // If it is stopped before the first video, there are no rows.
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
      // Finished videos were not decoded again.
      let steps = progress.withLock { $0 }
      #expect(steps.last?.videosDone == 6 && steps.last?.videosInAll == 6)
      #expect(steps.allSatisfy { $0.videosDone >= done })
    }
  }

  @Test func aKilledPreparationIsRepaired() throws {
    let folder = try TemporaryFolder()
    let collection = try collection(in: folder)
    try FramePreparation().run(collection, into: folder("store"))
    let expected = try tree(folder("store"))
    // As if the process was killed while it wrote a row: the row is incomplete, one video is
    // half stored, and the frames of another are in place without a row.
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
    // With a second file `a` both keep their extension.
    try writeClip(folder("videos/A/a.mp4"), count: 12, width: 160, height: 120)
    let added = try VideoCollection.scan(folder("videos"))
    let ledger = try FramePreparation().run(added, into: folder("store"))
    #expect(ledger.rows.count == 7)
    #expect(try bytes(marked) == [1])
    #expect(try FrameStore(path: folder("store")).frames(of: "A/a.avi").count == 4)
    #expect(!FileManager.default.fileExists(atPath: folder("store/A/a")))
  }
}

/// Videos that changed after their frames were stored.
@Suite struct ChangedVideoTests {
  private func decoded(_ videos: String, into store: String) throws -> (count: Int, said: [String])
  {
    let frames = Mutex(0)
    var said: [String] = []
    try FramePreparation().run(
      VideoCollection.scan(videos), into: store, say: { said.append($0) },
      progress: { progress in frames.withLock { $0 = max($0, progress.framesDecoded) } })
    return (frames.withLock { $0 }, said)
  }

  @Test func aVideoOfOtherBytesIsExtractedAnew() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      try writeClip(folder("videos/\(name).avi"), count: 33, width: 160, height: 120)
    }
    try prepare(folder("videos"), into: folder("store"))
    try writeClip(folder("videos/b.avi"), count: 21, width: 160, height: 120)
    let (count, said) = try decoded(folder("videos"), into: folder("store"))
    #expect(said.first == "1 changed since their frames were extracted, such as b.avi")
    #expect(count == 21)
    try prepare(folder("videos"), into: folder("fresh"))
    #expect(try tree(folder("store")) == tree(folder("fresh")))
  }

  @Test func aVideoWithOnlyANewTimeIsNot() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 33, width: 160, height: 120)
    try prepare(folder("videos"), into: folder("store"))
    let time = Date(timeIntervalSince1970: 1_000_000_000.25)
    try FileManager.default.setAttributes(
      [.modificationDate: time], ofItemAtPath: folder("videos/a.avi"))
    #expect(try decoded(folder("videos"), into: folder("store")).count == 0)
    let row = try #require(try Ledger(path: folder("store/ledger.csv")).rows.first)
    #expect(row.modified == 1_000_000_000_250_000_000)
    #expect(row.bytes == (try bytes(folder("videos/a.avi"))).count)
  }

  /// 64 bits of nanoseconds end in 2262; ext4's times end in 2446.
  @Test(arguments: [15_032_385_535, -2_147_472_000])
  func timesThatNanosecondsDoNotHoldAreTimesLikeOthers(seconds: Int) throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 21, width: 64, height: 64)
    let time = timespec(tv_sec: seconds, tv_nsec: 5)
    #expect(utimensat(AT_FDCWD, folder("videos/a.avi"), [time, time], 0) == 0)
    // Some file systems keep a nearer time.
    var kept = stat()
    #expect(stat(folder("videos/a.avi"), &kept) == 0)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect(row.status == .ok)
    #expect(
      row.modified == Int128(kept.st_mtim.tv_sec) * 1_000_000_000 + Int128(kept.st_mtim.tv_nsec))
    #expect(try Ledger(path: folder("store/ledger.csv")).rows == [row])
    #expect(try decoded(folder("videos"), into: folder("store")).count == 0)
  }

  @Test func theDigestIsThatOfTheFile() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 12, width: 64, height: 64)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    let sum = Process()
    sum.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    sum.arguments = [folder("videos/a.avi")]
    let output = Pipe()
    sum.standardOutput = output
    try sum.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(said.hasPrefix(row.sha256 + " ") && row.sha256.count == 64)
  }

  @Test func skippedVideosAreTriedAgainOnlyOnRequest() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 33, width: 160, height: 120)
    let whole = try bytes(folder("videos/a.avi"))
    try write(Array(whole.prefix(whole.count * 2 / 3)), to: folder("videos/cut.avi"))
    try write(Array("words".utf8), to: folder("videos/words.mp4"))
    try prepare(folder("videos"), into: folder("store"))
    let expected = try tree(folder("store"))
    try write([1], to: folder("store/a/query_frame_00000.jpg"))
    try write([1], to: folder("store/cut/query_frame_00000.jpg"))
    let videos = try VideoCollection.scan(folder("videos"))
    try FramePreparation().run(videos, into: folder("store"))
    #expect(try bytes(folder("store/cut/query_frame_00000.jpg")) == [1])
    try FramePreparation(retries: true).run(videos, into: folder("store"))
    #expect(try bytes(folder("store/a/query_frame_00000.jpg")) == [1])
    #expect(
      try bytes(folder("store/cut/query_frame_00000.jpg"))
        == expected["cut/query_frame_00000.jpg"])
  }

  @Test func theNeededSpaceIsReportedBefore() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] {
      try writeClip(folder("videos/\(name).avi"), count: 200, width: 160, height: 120)
    }
    let said = try decoded(folder("videos"), into: folder("store")).said
    let match = try #require(
      said.first?.firstMatch(of: /^frames of 3 videos: about (\d+) kB at .*, where/))
    let taken = try tree(folder("store")).filter { $0.key.hasSuffix(".jpg") }.values.reduce(0) {
      $0 + ($1.count + 4095) / 4096 * 4
    }
    let estimate = try #require(Int(match.1))
    #expect((taken / 2...taken * 2).contains(estimate), "\(estimate), not \(taken)")
  }
}
