import Foundation
import TestSupport
import Testing
import Videos

/// What else lies on disks beside the user's videos.
@Suite struct CollectionsOnDisksTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scan(_ names: [String]) throws -> VideoCollection {
    for name in names { try write([1], to: folder("videos/" + name)) }
    return try VideoCollection.scan(folder("videos"))
  }

  @Test(arguments: [
    "$RECYCLE.BIN", "$Recycle.Bin", "@eaDir", ".Trashes", "lost+found", ".thumbnails",
    "System Volume Information", ".Spotlight-V100", "#recycle", "__MACOSX",
  ]) func foldersOfSystemsArePassedOverAndCounted(name: String) throws {
    let found = try scan([
      "A/a.mp4", "A/.a.mp4.swp", "\(name)/x.mp4", "A/\(name)/deep/y.mp4", "A/a@eaDir/z.mp4",
    ])
    #expect(found.files.map(\.name) == ["A/a.mp4", "A/a@eaDir/z.mp4"])
    #expect(found.passedOver.folders.sorted() == [name, "A/\(name)"].sorted())
    #expect(
      found.passedOver.sentence
        == "passed over: 2 hidden folders and folders of systems, such as "
        + "\([name, "A/\(name)"].min() ?? ""); 1 hidden file")
  }

  @Test func nothingPassedOverIsNotSaid() throws {
    #expect(try scan(["A/a.mp4"]).passedOver.sentence == nil)
  }

  @Test func aFolderOfNothingElseIsRefusedWithTheReason() throws {
    let error = #expect(throws: CollectionError.self) { try scan(["@eaDir/x.mp4"]) }
    #expect(
      error?.description.hasSuffix(
        "(passed over: 1 hidden folder or folder of a system, such as @eaDir)") == true)
  }

  @Test func copiesOfCamerasBesideTheirVideosArePassedOver() throws {
    let found = try scan([
      // GoPro, old and new.
      "A/GOPR0001.MP4", "A/GOPR0001.LRV", "A/GOPR0001.THM",
      "A/GX010002.MP4", "A/GL010002.LRV", "A/GX010002.THM",
      // Canon, DJI, Insta360.
      "A/MVI_1.avi", "A/MVI_1.thm", "B/DJI_1.MP4", "B/DJI_1.LRF",
      "B/VID_20260101_120000_00_001.insv", "B/LRV_20260101_120000_01_001.lrv",
      // Without their videos.
      "B/GOPR0001.LRV", "B/GL010009.LRV",
    ])
    #expect(
      found.files.map(\.name) == [
        "A/GOPR0001.MP4", "A/GX010002.MP4", "A/MVI_1.avi", "B/DJI_1.MP4", "B/GL010009.LRV",
        "B/GOPR0001.LRV", "B/VID_20260101_120000_00_001.insv",
      ])
    #expect(found.passedOver.previews.count == 7)
  }

  @Test func categoriesNamedLikeTheStoresFilesHaveFoldersOfTheirOwn() throws {
    let names = [
      "ledger.csv", "ledger.csv_", "store.json", "ledger.partial.csv", "ledger.csv.tmp",
      "frames.csv",
    ]
    for name in names {
      try writeClip(folder("videos/\(name)/a.avi"), count: 12, width: 64, height: 48)
    }
    let ledger = try prepare(folder("videos"), into: folder("store"))
    #expect(Set(ledger.rows.map(\.category)) == Set(names) && ledger.rows.count == names.count)
    #expect(ledger.rows.allSatisfy { $0.status == .ok })
    let store = try FrameStore(path: folder("store"))
    for name in names {
      let picture = store.queryPath("\(name)/a.avi", frame: 0)
      #expect(FileManager.default.fileExists(atPath: picture), "\(picture)")
    }
    #expect(store.queryPath("ledger.csv/a.avi", frame: 0).contains("/store/ledger.csv__/a/"))
    #expect(store.queryPath("frames.csv/a.avi", frame: 0).contains("/store/frames.csv/a/"))
    let before = try tree(folder("store"))
    #expect(try prepare(folder("videos"), into: folder("store")) == ledger)
    #expect(try tree(folder("store")) == before)
  }

  @Test func aStoreOfWhatIsNowPassedOverIsRefused() throws {
    for name in ["A/a.avi", "lost+found/b.avi"] {
      try writeClip(folder("videos/" + name), count: 12, width: 64, height: 48)
    }
    // A store of an earlier version had the row under this name.
    try prepare(folder("videos"), into: folder("store"))
    let ledger = try String(contentsOfFile: folder("store/ledger.csv"), encoding: .utf8)
    let row = ledger.split(separator: "\n")[1].replacing("A/a.avi,A", with: "lost+found/b.avi,x")
    try (ledger + row + "\n").write(
      toFile: folder("store/ledger.csv"), atomically: true, encoding: .utf8)
    #expect(
      throws: PreparationError.videosPassedOver(
        store: folder("store"), first: "lost+found/b.avi", count: 1)
    ) { try prepare(folder("videos"), into: folder("store")) }
  }
}

/// Folders and files that can't be read.
@Suite struct UnreadableFolderTests {
  /// Does something without the rights of root, on this thread alone.
  ///
  /// The user `nobody` has the number 65534; a test that root does not run needs no other user.
  private func asNobody<Result>(_ work: () throws -> Result) throws -> Result {
    guard geteuid() == 0 else { return try work() }
    typealias Change = @convention(c) (UInt32) -> Int32
    let change = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: Change.self)
    _ = change(65534)
    defer { _ = change(0) }
    return try work()
  }

  @Test func anUnreadableFolderIsARowAndTheOthersGoOn() throws {
    let folder = try TemporaryFolder()
    for name in ["A/a.avi", "private/b.avi", "A/listed/c.avi"] {
      try writeClip(folder("videos/" + name), count: 12, width: 64, height: 48)
    }
    #expect(chmod(folder("videos/private"), 0o700) == 0)
    if geteuid() != 0 { #expect(chmod(folder("videos/private"), 0) == 0) }
    // It can be listed, but nothing in it can be opened.
    #expect(chmod(folder("videos/A/listed"), 0o444) == 0)
    defer {
      chmod(folder("videos/private"), 0o755)
      chmod(folder("videos/A/listed"), 0o755)
    }
    let found = try asNobody { try VideoCollection.scan(folder("videos")) }
    #expect(found.files.map(\.name) == ["A/a.avi", "A/listed/c.avi", "private/"])
    #expect(found.files.map(\.category) == ["A", "A", "private"])
    let ledger = try FramePreparation().run(found, into: folder("store"))
    #expect(ledger.rows.map(\.status) == [.ok, .skipped, .skipped])
    try #require(ledger.rows.count == 3)
    #expect(ledger.rows[1].reason == "Permission denied")
    #expect(ledger.rows[2].reason == "the folder can't be listed: Permission denied")
    // Later it can be listed.
    chmod(folder("videos/private"), 0o755)
    chmod(folder("videos/A/listed"), 0o755)
    let again = try FramePreparation(retries: true).run(
      VideoCollection.scan(folder("videos")), into: folder("store"))
    #expect(again.rows.map(\.video) == ["A/a.avi", "A/listed/c.avi", "private/b.avi"])
    #expect(again.rows.allSatisfy { $0.status == .ok })
    chmod(folder("videos/private"), 0)
    let whole = #expect(throws: CollectionError.self) {
      try asNobody { try VideoCollection.scan(folder("videos/private")) }
    }
    #expect(whole?.description == "listing \(folder("videos/private")): Permission denied")
  }
}

/// Folders such as `train` and `test` above the categories.
@Suite struct PartFolderTests {
  private func categories(_ names: [String], uses: Bool = true) throws -> [String]? {
    let folder = try TemporaryFolder()
    for name in names { try write([1], to: folder("videos/" + name)) }
    let found = try VideoCollection.scan(folder("videos"), usesPartFolders: uses)
    return found.hasPartFolders ? found.files.map(\.category) : nil
  }

  @Test func namesOfPartsAreKnown() {
    for (name, part) in [
      ("train", PartFolder.training), ("Training", .training), ("videos_train", .training),
      ("train_256", .training), ("val", .validation), ("VALIDATION", .validation),
      ("test", .test), ("testing", .test),
    ] { #expect(PartFolder(name) == part) }
    for name in ["trains", "testimony", "", "value", "contest"] { #expect(PartFolder(name) == nil) }
  }

  @Test func theyAreRecognisedWhereAllFoldersAreParts() throws {
    let names = ["test/a/1", "train/a/1", "train/b/c/2", "val/b/1"]
    #expect(try categories(names) == ["a", "a", "b", "b"])
    #expect(try categories(names, uses: false) == nil)
    #expect(try categories(["README.md"] + names + ["x/labels.csv"])?.count == 6)
    // Without categories.
    #expect(try categories(["test/1", "train/1"]) == ["", ""])
    // Another folder, only one part, no shared category, no training part.
    #expect(try categories(names + ["more/a/1"]) == nil)
    #expect(try categories(["train/a/1", "train/b/1"]) == nil)
    #expect(try categories(["train/freight/1", "test/pilots/1"]) == nil)
    #expect(try categories(["test/a/1", "val/a/1"]) == nil)
  }

  @Test func theLedgerHasTheCategoryBelow() throws {
    let folder = try TemporaryFolder()
    for name in ["test/a/1.avi", "train/a/1.avi"] {
      try writeClip(folder("videos/" + name), count: 12, width: 64, height: 48)
    }
    let old = try FramePreparation().run(
      VideoCollection.scan(folder("videos"), usesPartFolders: false), into: folder("store"))
    #expect(old.rows.map(\.category) == ["test", "train"])
    // A store of an earlier version gets the right categories.
    try prepare(folder("videos"), into: folder("store"))
    #expect(try Ledger(path: folder("store/ledger.csv")).rows.map(\.category) == ["a", "a"])
  }
}
