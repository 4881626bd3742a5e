import Foundation
import TestSupport
import Testing
import Videos

@Suite struct SkippedVideoTests {
  @Test func whatIsNoVideoHasARowThatSaysWhy() throws {
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
    // A folder that was there before stays, as empty as it was.
    try FileManager.default.createDirectory(
      atPath: folder("old"), withIntermediateDirectories: true)
    #expect(throws: PreparationError.self) { try prepare(folder("videos"), into: folder("old")) }
    #expect(try tree(folder("old")).isEmpty)
  }

  /// A tenth of a second of silence: RIFF, 8000 samples a second, 8 bits.
  private func wave() -> [UInt8] {
    func number(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(value >> (8 * $0) & 255) }
    }
    return Array("RIFF".utf8) + number(836, 4) + Array("WAVEfmt ".utf8) + number(16, 4)
      + number(1, 2) + number(1, 2) + number(8000, 4) + number(8000, 4) + number(1, 2)
      + number(8, 2) + Array("data".utf8) + number(800, 4) + [UInt8](repeating: 128, count: 800)
  }
}
