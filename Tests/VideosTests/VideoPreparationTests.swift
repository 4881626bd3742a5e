import Foundation
import TestSupport
import Testing
import Videos

/// Files of which no frame can be stored.
@Suite struct SkippedVideoTests {
  @Test func filesThatAreNoVideosHaveARowWithTheReason() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/sound.avi"), count: 12)
    try write([], to: folder("videos/empty.mp4"))
    try write(Array("only words\n".utf8), to: folder("videos/words.mp4"))
    try write(Array("only words\n".utf8), to: folder("videos/words.txt"))
    try write(wave(), to: folder("videos/silence.wav"))
    try write(try JPEGCodec().encode(NumberedPicture.draw(1)), to: folder("videos/picture.jpg"))
    try write(Array("ffconcat version 1.0\nfile sound.avi\n".utf8), to: folder("videos/list.txt2"))
    try writeClip(folder("videos/no frames.avi"), count: 0)
    let ledger = try prepare(folder("videos"), into: folder("store"), threads: 2)
    let rows = Dictionary(uniqueKeysWithValues: ledger.rows.map { ($0.video, $0) })
    #expect(rows.count == 8)
    #expect(rows["sound.avi"]?.status == .ok)
    let expected = [
      "empty.mp4": "the file is empty",
      "words.mp4": "Invalid data found when processing input (AVERROR_INVALIDDATA)",
      "words.txt": "Invalid data found when processing input (AVERROR_INVALIDDATA)",
      "silence.wav": "no video stream (FFmpeg reads it as wav)",
      "picture.jpg": "not a video (FFmpeg reads it as image2)",
      "list.txt2": "not a video (FFmpeg reads it as concat)",
      "no frames.avi": "no frame could be decoded",
    ]
    for (video, reason) in expected {
      let row = try #require(rows[video])
      #expect(row.status == .skipped, "\(video)")
      #expect(row.reason.hasPrefix(reason), "\(video): \(row.reason)")
      #expect((row.frames, row.queries, row.successors, row.width) == (0, 0, 0, 0))
      #expect(try FrameStore(path: folder("store")).frames(of: video).isEmpty)
    }
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: folder("store")))
        == ["sound", "ledger.csv", "store.json"])
  }

  @Test(.enabled(if: geteuid() != 0, "skipped: root may read everything"))
  func fileThatMayNotBeReadIsSkipped() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 12)
    try writeClip(folder("videos/b.avi"), count: 12)
    chmod(folder("videos/b.avi"), 0)
    let rows = try prepare(folder("videos"), into: folder("store")).rows
    #expect(rows.last?.reason == "Permission denied (EACCES)")
  }

  @Test func noFrameAtAllIsAnErrorAndLeavesNoStore() throws {
    let folder = try TemporaryFolder()
    try write(Array("words\n".utf8), to: folder("videos/a.mp4"))
    try write([], to: folder("videos/b.mp4"))
    let error = #expect(throws: PreparationError.self) {
      try prepare(folder("videos"), into: folder("new/store"))
    }
    #expect(error?.blame == .usage)
    let description = error?.description ?? ""
    #expect(description.contains("a.mp4: Invalid data found"))
    #expect(description.contains("b.mp4: the file is empty") && !description.contains("\n"))
    #expect(!FileManager.default.fileExists(atPath: folder("new")))
    // A folder that existed before stays, and is empty.
    try FileManager.default.createDirectory(
      atPath: folder("old"), withIntermediateDirectories: true)
    #expect(throws: PreparationError.self) { try prepare(folder("videos"), into: folder("old")) }
    #expect(try tree(folder("old")).isEmpty)
  }

  /// A tenth of a second of silence: RIFF, 8000 samples per second, 8 bits.
  private func wave() -> [UInt8] {
    func number(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(value >> (8 * $0) & 255) }
    }
    return Array("RIFF".utf8) + number(836, 4) + Array("WAVEfmt ".utf8) + number(16, 4)
      + number(1, 2) + number(1, 2) + number(8000, 4) + number(8000, 4) + number(1, 2)
      + number(8, 2) + Array("data".utf8) + number(800, 4) + [UInt8](repeating: 128, count: 800)
  }
}

/// Videos that take for ever or need too much memory.
@Suite struct HangingVideoTests {
  /// Opening a pipe that nobody writes to takes for ever.
  @Test func aVideoThatHangsIsGivenUpAndTheOthersAreNot() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] {
      try writeClip(folder("videos/\(name).avi"), count: 21, width: 64, height: 64)
    }
    let videos = try VideoCollection.scan(folder("videos"))
    try FileManager.default.removeItem(atPath: folder("videos/b.avi"))
    #expect(mkfifo(folder("videos/b.avi"), 0o600) == 0)
    let ledger = try FramePreparation(timeout: 2).run(videos, into: folder("store"))
    #expect(ledger.rows.map(\.status) == [.ok, .skipped, .ok])
    #expect(ledger.rows[1].reason == "no frame for 2 s, given up")
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: folder("store")))
        == ["a", "c", "ledger.csv", "store.json"])
    try letGo(folder("videos/b.avi"))
  }

  @Test func stoppingDoesNotWaitForAVideoThatHangs() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/a.avi"), count: 21, width: 64, height: 64)
    let videos = try VideoCollection.scan(folder("videos"))
    try FileManager.default.removeItem(atPath: folder("videos/a.avi"))
    #expect(mkfifo(folder("videos/a.avi"), 0o600) == 0)
    let start = Date()
    #expect(throws: CancellationError.self) {
      try FramePreparation(timeout: 3600).run(
        videos, into: folder("store"),
        // The estimate of the needed space comes first, and is given up.
        isCancelled: { Date() > start + 4 })
    }
    try letGo(folder("videos/a.avi"))
  }

  /// Ends the threads that wait for a writer of a pipe.
  private func letGo(_ pipe: String) throws {
    let descriptor = open(pipe, O_WRONLY | O_NONBLOCK)
    #expect(descriptor >= 0)
    close(descriptor)
  }

  @Test func picturesThatAreTooLargeAreRefused() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/sound.avi"), count: 12, width: 64, height: 48)
    try writeClip(
      folder("videos/large.avi"), count: 2, width: 64, height: 48, codec: "rawvideo",
      pixelFormat: "bgr24")
    var bytes = try bytes(folder("videos/large.avi"))
    // The header of the pictures: its own length, 40, then width and height.
    let header: [UInt8] = [40, 0, 0, 0, 64, 0, 0, 0]
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: header) })
    bytes.replaceSubrange(place + 4..<place + 12, with: [0x10, 0x27, 0, 0, 0x10, 0x27, 0, 0])
    try write(bytes, to: folder("videos/large.avi"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect(row.reason == "pictures of 10000×10000 pixels; up to 67108864 are decoded")
  }
}
