import Basics
import Foundation
import TestSupport
import Testing
import Videos

/// Writing and reading `ledger.csv`.
@Suite struct LedgerTests {
  static let header =
    "video,category,status,reason,frames,queries,successors,width,height,fps,codec,seconds,"
    + "later_frames,bytes,modified_ns,sha256\n"

  @Test func rowsAreReadBack() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/Arch, \"ery\"/line\nbreak.avi"), count: 21)
    try write(Array("words".utf8), to: folder("videos/a.mp4"))
    for name in ["Arch, \"ery\"/line\nbreak.avi", "a.mp4"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 2)],
        ofItemAtPath: folder("videos/" + name))
    }
    let clip = try bytes(folder("videos/Arch, \"ery\"/line\nbreak.avi"))
    let ledger = try prepare(folder("videos"), into: folder("store"))
    let digest = try #require(ledger.rows.first).sha256
    let text = try String(contentsOfFile: folder("store/ledger.csv"), encoding: .utf8)
    #expect(text.hasPrefix(Self.header))
    #expect(
      text.hasSuffix(
        "a.mp4,,skipped,\"Invalid data found when processing input (AVERROR_INVALIDDATA); "
          + "mov,mp4,m4a,3gp,3g2,mj2: moov atom not found\",0,0,0,0,0,0,,0,0,5,2000000000,\n"))
    #expect(
      text.contains(
        "\"Arch, \"\"ery\"\"/line\nbreak.avi\",\"Arch, \"\"ery\"\"\",ok,,21,3,2,320,240,25,mpeg4,0.84,0,\(clip.count),2000000000,\(digest)\n"
      ))
    #expect(try Ledger(path: folder("store/ledger.csv")) == ledger)
    #expect(
      try String(
        contentsOfFile: folder("store/Arch, \"ery\"/line\nbreak/frames.csv"), encoding: .utf8)
        == "frame,time_s,successor,later\n0,0,1,\n10,0.4,1,\n20,0.8,0,\n")
  }

  @Test(arguments: [
    ("video,category\n", "line 1: the header is not video,category,status,reason,frames"),
    (header + "a.avi,,ok,,1,1\n", "line 2: 6 fields instead of 16"),
    (header + "a.avi,,fine,,1,1,0,1,1,25,h264,1,0,9,9,e\n", "line 2: status is not ok"),
    (header + "a.avi,,partial,,1,1,0,1,1,25,h264,1,0,9,9,e\n", "line 2: the reason is missing"),
    (header + "a.avi,,ok,,-1,1,0,1,1,25,h264,1,0,9,9,e\n", "line 2: frames is not a count: -1"),
    (
      header + "\"a\nb\",,ok,,1,1,0,1,1,25,h264,1,0,9,9,e\nc,,ok,,1,1,0,1,1,x,h264,1,0,9,9,e\n",
      "line 4: fps"
    ),
    (
      header + "a,,ok,,1,1,0,1,1,25,h264,1,0,9,9,e\na,,ok,,1,1,0,1,1,25,h264,1,0,9,9,e\n",
      "line 3: a is there twice"
    ),
    (
      header + "a.avi,,ok,,9223372036854775807,1,0,1,1,25,h264,1,0,9,9,e\n",
      "line 2: frames is not a count: 9223372036854775807"
    ),
    (header + "a.avi,,ok,,1,1,0,1,1,25,h264,1,0,9,x,e\n", "line 2: modified_ns is not a time: x"),
    (header + "\"a.avi,,ok,,1\n", "a quoted field does not end"),
  ])
  func malformedLedgerIsRefusedWithItsLine(_ text: String, _ complaint: String) throws {
    let folder = try TemporaryFolder()
    try write(Array(text.utf8), to: folder("ledger.csv"))
    let error = #expect(throws: MalformedFile.self) { try Ledger(path: folder("ledger.csv")) }
    let description = error?.description ?? ""
    #expect(description.hasPrefix(folder("ledger.csv")) && description.contains(complaint))
  }

  @Test func aMissingStoreIsRefused() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FrameStoreError.self) { try FrameStore(path: folder("gone")) }
    #expect(
      error?.description
        == "\(folder("gone")) is not a frame store; make one with unreel prepare")
  }
}

/// Files of a store that are well-formed but hold impossible values.
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
  func impossibleSettingsAreRefused(_ text: String, _ other: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    try replace(text, by: other, in: store + "/store.json")
    let error = #expect(throws: MalformedFile.self) { try FrameStore(path: store) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    // Preparing again does not crash either.
    #expect(throws: (any Error).self) { try prepare(folder("videos"), into: store) }
  }

  @Test func countsThatOverflowAreRefused() throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    try replace(",ok,,21,", by: ",ok,,9223372036854775807,", in: store + "/ledger.csv")
    let error = #expect(throws: MalformedFile.self) { try FrameStore(path: store) }
    #expect(error?.reason == "frames is not a count: 9223372036854775807")
  }

  @Test func frameNumbersThatOverflowAreRefused() throws {
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
