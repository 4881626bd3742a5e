import Basics
import Foundation
import Synchronization
import TestSupport
import Testing
import Videos

/// A disk as exFAT makes it: without case, without some characters, with shorter names.
private final class OddDisk: Sendable {
  private let folders = Mutex<Set<String>>([])

  func make(_ path: String) -> Int32 {
    let name = path.split(separator: "/").last ?? ""
    if name.utf8.count > 60 { return ENAMETOOLONG }
    if name.contains(where: { ":?\"*<>|".contains($0) }) { return ENOENT }
    return folders.withLock { $0.insert(path.lowercased()).inserted } ? 0 : EEXIST
  }
}

/// Folders for frames on disks that can't hold every name.
@Suite struct FolderNamesTests {
  private func find(_ wanted: [String], besides taken: [String] = []) throws -> [String] {
    var names = FolderNames(make: OddDisk().make)
    return try names.find(wanted, besides: taken)
  }

  @Test func namesThatTheDiskTakesForOneGetNumbers() throws {
    #expect(
      try find(["A/Clip", "A/clip", "A/cliP", "A/other"])
        == ["A/Clip", "A/clip~2", "A/cliP~3", "A/other"])
    // Folders on the way count too, and are found again.
    #expect(try find(["A/x", "a/x", "a/y", "A/y"]) == ["A/x", "a~2/x", "a~2/y", "A/y"])
    // A folder of frames never lies in another one.
    #expect(try find(["b", "B/c"]) == ["b", "B~2/c"])
  }

  @Test func foldersOfTheStoreStayAsTheyAre() throws {
    #expect(
      try find(["A/clip", "A/clip~2", "LEDGER.csv"], besides: ["A/Clip", "A/clip~2"])
        == ["A/clip~3", "A/clip~2~2", "LEDGER.csv~2"])
  }

  @Test func charactersThatTheDiskRefusesAreEscaped() throws {
    #expect(try find(["A/a:b?", "A/100%"]) == ["A/a%3Ab%3F", "A/100%"])
    #expect(
      FolderNames.forms(of: "é. ") == [
        "é. ", "é%2E%20", "%C3%A9%2E%20", FolderNames.forms(of: "é. ")[3],
      ])
  }

  @Test func longNamesAreCutAndStayDifferent() throws {
    // sha256sum of the two names begins so; 100 letters would be too many here.
    var names = FolderNames { $0.utf8.count > 120 ? ENAMETOOLONG : 0 }
    let long = String(repeating: "n", count: 130)
    let found = try names.find([long + "1", long + "2"], besides: [])
    let start = String(repeating: "n", count: 100) + "~"
    #expect(found.allSatisfy { $0.hasPrefix(start) && $0.count == 109 })
    #expect(found[0] != found[1])
  }

  @Test func aFullDiskIsAnErrorAtOnce() {
    var names = FolderNames { _ in ENOSPC }
    #expect(throws: SystemCallError.self) { try names.find(["A"], besides: []) }
  }

  @Test func anOrdinaryDiskIsKnownAsSuch() throws {
    let folder = try TemporaryFolder()
    #expect(FolderNames.holdsEveryName { mkdir(folder($0), 0o755) == 0 ? 0 : errno })
    #expect(!FolderNames.holdsEveryName(OddDisk().make))
  }

  /// The store is made on this disk, and then given the folder that another disk would have asked for.
  @Test func aFolderThatTheLedgerNamesIsUsed() throws {
    let folder = try TemporaryFolder()
    for name in ["A/a.avi", "A/b.avi"] {
      try writeClip(folder("videos/" + name), count: 21, width: 64, height: 64)
    }
    try prepare(folder("videos"), into: folder("store"))
    try FileManager.default.moveItem(atPath: folder("store/A/b"), toPath: folder("store/A/c~2"))
    var lines = try String(contentsOfFile: folder("store/ledger.csv"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    lines = [lines[0] + ",folder", lines[1] + ",", lines[2] + ",A/c~2"]
    try write(Array((lines.joined(separator: "\n") + "\n").utf8), to: folder("store/ledger.csv"))
    let store = try FrameStore(path: folder("store"))
    #expect(try store.frames(of: "A/b.avi").count == 3)
    #expect(store.queryPath("A/b.avi", frame: 10) == folder("store/A/c~2/query_frame_00010.jpg"))
    let before = try tree(folder("store"))
    try prepare(folder("videos"), into: folder("store"))
    #expect(try tree(folder("store")) == before)
    // A new video is added, and the rows that name folders stay.
    try writeClip(folder("videos/B/new.avi"), count: 21, width: 64, height: 64)
    let ledger = try prepare(folder("videos"), into: folder("store"))
    #expect(ledger.rows.map(\.folder) == ["", "A/c~2", ""])
    #expect(try Ledger(path: folder("store/ledger.csv")) == ledger)
    // A video that changed leaves the folder of its own; this disk can hold the usual one.
    try writeClip(folder("videos/A/b.avi"), count: 31, width: 64, height: 64)
    #expect(
      try prepare(folder("videos"), into: folder("store")).rows.map(\.folder) == ["", "", ""])
    try prepare(folder("videos"), into: folder("fresh"))
    #expect(try tree(folder("store")) == tree(folder("fresh")))
  }

  @Test(arguments: ["../x", "/x", "A//x", "A/./x"])
  func aFolderOutsideTheStoreIsRefused(path: String) throws {
    let folder = try TemporaryFolder()
    let text =
      LedgerTests.header.dropLast() + ",folder\na.avi,,ok,,1,1,0,1,1,25,h264,1,0,9,9,e,\(path)\n"
    try write(Array(text.utf8), to: folder("ledger.csv"))
    let error = #expect(throws: MalformedFile.self) { try Ledger(path: folder("ledger.csv")) }
    #expect(error?.reason == "folder is not a path within the store: \(path)")
  }
}
