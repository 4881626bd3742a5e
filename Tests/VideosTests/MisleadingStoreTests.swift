import Basics
import Foundation
import TestSupport
import Testing
import Videos

/// Files of a store that are well-formed and ask for what can't be.
@Suite struct MisleadingStoreTests {
  private func store(in folder: TemporaryFolder) throws -> String {
    try writeClip(folder("videos/a.avi"), count: 21, width: 64, height: 64)
    try prepare(folder("videos"), into: folder("store"))
    return folder("store")
  }

  private func replace(_ text: String, by other: String, in path: String) throws {
    let old = try String(contentsOfFile: path, encoding: .utf8)
    #expect(old.contains(text))
    try other.isEmpty
      ? Data().write(to: URL(fileURLWithPath: path))
      : Data(old.replacing(text, with: other).utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test(arguments: [
    ("\"stride\" : 10", "\"stride\" : 0", "stride is 0, not from 2 on"),
    ("\"stride\" : 10", "\"stride\" : 9223372036854775807", "stride is 9223372036854775807"),
    ("\"later_offset\" : 0", "\"later_offset\" : -9", "later_offset is -9, not from 0 on"),
    ("\"side\" : 227", "\"side\" : 1000000000", "side is 1000000000"),
    ("\"side\" : 227", "\"side\" : 1e400", "not the settings of a frame store"),
  ])
  func settingsThatNoStoreHas(_ text: String, _ other: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    try replace(text, by: other, in: store + "/store.json")
    let error = #expect(throws: MalformedFile.self) { try FrameStore(path: store) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    // Nor does preparing again trap on it.
    #expect(throws: (any Error).self) { try prepare(folder("videos"), into: store) }
  }

  @Test func countsThatOverflowAreNone() throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    try replace(",ok,,21,", by: ",ok,,9223372036854775807,", in: store + "/ledger.csv")
    let error = #expect(throws: MalformedFile.self) { try FrameStore(path: store) }
    #expect(error?.reason == "frames is not a count: 9223372036854775807")
  }

  @Test func frameNumbersThatOverflowAreNone() throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    try replace("10,0.4,", by: "9223372036854775807,0.4,", in: store + "/a/frames.csv")
    #expect(throws: MalformedFile.self) { try FrameStore(path: store).frames(of: "a.avi") }
    try replace("9223372036854775807,0.4,", by: "10,nan,", in: store + "/a/frames.csv")
    #expect(throws: MalformedFile.self) { try FrameStore(path: store).frames(of: "a.avi") }
  }

  @Test func anEndlessFileIsRefusedInLittleMemory() throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    try FileManager.default.removeItem(atPath: store + "/store.json")
    #expect(truncate(store + "/ledger.csv", 1 << 40) == 0)
    #expect(FileManager.default.createFile(atPath: store + "/store.json", contents: nil))
    #expect(truncate(store + "/store.json", 1 << 40) == 0)
    let error = #expect(throws: OversizedFile.self) { try FrameStore(path: store) }
    #expect(error?.path == store + "/store.json")
    #expect(throws: OversizedFile.self) { try Ledger(path: store + "/ledger.csv") }
  }
}
