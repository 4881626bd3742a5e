import Foundation
import TestSupport
import Testing
import Videos

@Suite struct HangingVideoTests {
  /// Opening a pipe into which nobody writes never ends.
  @Test func aVideoThatHangsIsGivenUpAndTheOthersAreNot() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] {
      try writeClip(folder("videos/\(name).avi"), count: 21, width: 64, height: 64)
    }
    let videos = try VideoCollection.scan(folder("videos"))
    try FileManager.default.removeItem(atPath: folder("videos/b.avi"))
    #expect(mkfifo(folder("videos/b.avi"), 0o600) == 0)
    let ledger = try FramePreparation(patience: 2).run(videos, into: folder("store"))
    #expect(ledger.rows.map(\.status) == [.ok, .skipped, .ok])
    #expect(ledger.rows[1].reason == "no frame for 2 s, given up")
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: folder("store")))
        == ["a", "c", "ledger.csv", "store.json"])
    try letGo(folder("videos/b.avi"))
  }

  @Test func whoStopsDoesNotWaitForIt() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 21, width: 64, height: 64)
    let videos = try VideoCollection.scan(folder("videos"))
    try FileManager.default.removeItem(atPath: folder("videos/a.avi"))
    #expect(mkfifo(folder("videos/a.avi"), 0o600) == 0)
    let start = Date()
    #expect(throws: CancellationError.self) {
      try FramePreparation(patience: 3600).run(
        videos, into: folder("store"),
        // The look for the room that is needed comes first, and is given up.
        isCancelled: { Date() > start + 4 })
    }
    try letGo(folder("videos/a.avi"))
  }

  /// Ends the threads that wait for a writer.
  private func letGo(_ pipe: String) throws {
    let descriptor = open(pipe, O_WRONLY | O_NONBLOCK)
    #expect(descriptor >= 0)
    close(descriptor)
  }

  @Test func picturesThatNoMemoryHoldsAreRefused() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/sound.avi"), count: 12, width: 64, height: 48)
    try writeClip(
      folder("videos/large.avi"), count: 2, width: 64, height: 48, codec: "rawvideo",
      pixelFormat: "bgr24")
    var bytes = try bytes(folder("videos/large.avi"))
    // The header of the stream's pictures: its own length, 40, then width and height.
    let header: [UInt8] = [40, 0, 0, 0, 64, 0, 0, 0]
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: header) })
    bytes.replaceSubrange(place + 4..<place + 12, with: [0x10, 0x27, 0, 0, 0x10, 0x27, 0, 0])
    try write(bytes, to: folder("videos/large.avi"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect(row.reason == "pictures of 10000×10000 pixels; up to 67108864 are decoded")
  }
}
