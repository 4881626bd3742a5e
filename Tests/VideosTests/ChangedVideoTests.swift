import Foundation
import Synchronization
import TestSupport
import Testing
import Videos

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

  @Test func aVideoThatWasOnlyTouchedIsNot() throws {
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

  @Test func theDigestIsTheFiles() throws {
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

  @Test func whatWasSkippedIsTriedAgainOnlyOnRequest() throws {
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

  @Test func theRoomIsSaidBefore() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] {
      try writeClip(folder("videos/\(name).avi"), count: 200, width: 160, height: 120)
    }
    let said = try decoded(folder("videos"), into: folder("store")).said
    let match = try #require(said.first?.firstMatch(of: /^frames: about (\d+) kB at .*, where/))
    let taken = try tree(folder("store")).filter { $0.key.hasSuffix(".jpg") }.values.reduce(0) {
      $0 + ($1.count + 4095) / 4096 * 4
    }
    let estimate = try #require(Int(match.1))
    #expect((taken / 2...taken * 2).contains(estimate), "\(estimate), not \(taken)")
  }
}
