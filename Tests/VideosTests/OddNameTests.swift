import Foundation
import TestSupport
import Testing
import Videos

@Suite struct OddNameTests {
  /// Copies a clip to names that are bytes, not texts.
  private func copy(_ clip: [UInt8], to name: [UInt8], in folder: String) {
    let path = Array(folder.utf8) + Array("/".utf8) + name + [0]
    let descriptor = path.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        characters.baseAddress.map { open($0, O_WRONLY | O_CREAT, 0o644) } ?? -1
      }
    }
    #expect(descriptor >= 0)
    #expect(Foundation.write(descriptor, clip, clip.count) == clip.count)
    close(descriptor)
  }

  @Test func anyNameIsARowOfItsOwn() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("clip.avi"), count: 12, width: 64, height: 64)
    let clip = try bytes(folder("clip.avi"))
    let videos = folder("videos")
    try FileManager.default.createDirectory(atPath: videos, withIntermediateDirectories: true)
    let long = String(repeating: "n", count: 246) + ".avi"
    let names = [
      "-rf", "two  spaces .avi", "line\nbreak.avi", "🎥🎬.avi", "'quotes\".avi", "a,b;c.avi",
      "%s%n.avi",
      "back\\slash.avi", "tab\tbell\u{7}.avi", "..avi.", "con:colon.avi", long,
    ]
    for name in names where !name.hasPrefix(".") {
      copy(clip, to: Array(name.utf8), in: videos)
    }
    // e with an accent in one letter and in two; and Latin-1, which is no UTF-8, twice.
    copy(clip, to: [0xC3, 0xA9, 0x31], in: videos)
    copy(clip, to: [0x65, 0xCC, 0x81, 0x31], in: videos)
    copy(clip, to: [0x63, 0x61, 0x66, 0xE9], in: videos)
    copy(clip, to: [0x63, 0x61, 0x66, 0xE8], in: videos)
    let ledger = try prepare(videos, into: folder("store"))
    let rows = Dictionary(uniqueKeysWithValues: ledger.rows.map { ($0.video, $0) })
    let store = try FrameStore(path: folder("store"))
    let sound = names.filter { !$0.hasPrefix(".") } + ["e\u{301}1", "\\xC3\\xA91"]
    for name in sound {
      #expect(rows[name]?.status == .ok, "\(name): \(rows[name]?.reason ?? "no row")")
      #expect(FileManager.default.fileExists(atPath: store.queryPath(name, frame: 0)), "\(name)")
    }
    for name in ["caf\\xE8", "caf\\xE9"] {
      #expect(rows[name]?.status == .skipped)
      #expect(rows[name]?.reason == "its name is not UTF-8; rename it")
    }
    #expect(rows.count == sound.count + 2)
    let before = try tree(folder("store"))
    #expect(try prepare(videos, into: folder("store")) == ledger)
    #expect(try tree(folder("store")) == before)
  }
}
