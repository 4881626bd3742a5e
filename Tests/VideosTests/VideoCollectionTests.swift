import Foundation
import TestSupport
import Testing
import Videos

/// Scanning a folder.
@Suite struct VideoCollectionTests {
  @Test func filesAreSortedByBytesAndCategorised() throws {
    let folder = try TemporaryFolder()
    for name in ["b/x.avi", "a/y.avi", "a/Z.avi", "a b/é ü.mp4", "-top.avi", "a/deep/er/z.avi"] {
      try write([1], to: folder("videos/" + name))
    }
    let collection = try VideoCollection.scan(folder("videos"))
    #expect(
      collection.files.map(\.name) == [
        "-top.avi", "a b/é ü.mp4", "a/Z.avi", "a/deep/er/z.avi", "a/y.avi", "b/x.avi",
      ])
    #expect(collection.files.map(\.category) == ["", "a b", "a", "a", "a", "b"])
    #expect(
      collection.files.map(\.frameFolder) == [
        "-top", "a b/é ü", "a/Z", "a/deep/er/z", "a/y", "b/x",
      ])
    #expect(collection.files.allSatisfy { FileManager.default.fileExists(atPath: $0.path) })
  }

  @Test func frameFoldersDoNotClash() throws {
    let folder = try TemporaryFolder()
    let expected = [
      // The same stem twice; another folder's is no matter.
      "a/clip.avi": "a/clip.avi", "a/clip.mp4": "a/clip.mp4", "b/clip.avi": "b/clip",
      // Would be what `a/clip.avi` has become.
      "a/clip.avi.mkv": "a/clip.avi.mkv",
      // Would lie around another one's.
      "c.avi": "c.avi", "c/d.avi": "c/d",
      // The store's own files.
      "ledger.csv.avi": "ledger.csv.avi", "store.json.mp4": "store.json.mp4",
      // No extension, and several.
      "plain": "plain", "two.dots.avi": "two.dots",
    ]
    for name in expected.keys { try write([1], to: folder("videos/" + name)) }
    for file in try VideoCollection.scan(folder("videos")).files {
      #expect(file.frameFolder == expected[file.name], "\(file.name)")
    }
  }

  @Test func onlyRegularFilesAreFound() throws {
    let folder = try TemporaryFolder()
    try write([1], to: folder("videos/a/one.avi"))
    try write([1], to: folder("videos/a/.hidden.avi"))
    try write([1], to: folder("videos/.hidden/two.avi"))
    try write([1], to: folder("elsewhere/three.avi"))
    #expect(mkfifo(folder("videos/pipe.avi"), 0o600) == 0)
    for (link, target) in [
      ("videos/a/loop", ".."), ("videos/link.avi", "a/one.avi"), ("videos/nowhere.avi", "gone"),
      ("videos/linked", "../elsewhere"),
    ] {
      #expect(symlink(target, folder(link)) == 0)
    }
    let names = try VideoCollection.scan(folder("videos")).files.map(\.name)
    #expect(names == ["a/one.avi", "link.avi", "linked/three.avi"])
  }

  @Test func foldersWithoutVideosAreRefused() throws {
    let folder = try TemporaryFolder()
    try write([1], to: folder("file"))
    try write([1], to: folder("empty/.hidden"))
    for (name, message) in [
      ("gone", "no such folder: \(folder("gone"))"),
      ("file", "\(folder("file")) is not a folder; give the folder that holds the videos"),
      (
        "empty",
        "\(folder("empty")) holds no files; give the folder that holds the videos (passed over: 1 "
          + "hidden file)"
      ),
    ] {
      let error = #expect(throws: CollectionError.self) {
        try VideoCollection.scan(folder(name))
      }
      #expect(error?.description == message)
      #expect(error?.blame == .usage)
    }
  }
}

/// Names with unusual characters.
@Suite struct OddNameTests {
  /// Copies a clip to a name of bytes that need not be UTF-8.
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
    // "é" as one character and as two; and Latin-1, which is not UTF-8, twice.
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

/// Preparing fewer videos than a folder holds.
@Suite struct LeftOutVideosTests {
  private func collection(in folder: TemporaryFolder) throws -> VideoCollection {
    for name in ["A/a.avi", "B/b.avi", "B/b.mp4"] {
      try writeClip(folder("videos/" + name), count: 12, width: 64, height: 48)
    }
    return try VideoCollection.scan(folder("videos"))
  }

  @Test func frameFoldersIgnoreTheVideosLeftOut() throws {
    let folder = try TemporaryFolder()
    let all = try collection(in: folder)
    #expect(all.leftOut.isEmpty)
    let kept = all.keeping { $0.name != "B/b.mp4" }
    #expect(kept.files.map(\.name) == ["A/a.avi", "B/b.avi"])
    #expect(kept.files.map(\.frameFolder) == ["A/a", "B/b"])
    #expect(kept.leftOut == ["B/b.mp4"])
    #expect(kept.keeping { $0.category == "A" }.leftOut == ["B/b.avi", "B/b.mp4"])
    // A store opens by the same folders.
    try FramePreparation().run(kept, into: folder("store"))
    #expect(try FrameStore(path: folder("store")).frames(of: "B/b.avi").count == 2)
  }

  @Test func aStoreIsExtendedByMoreCategoriesAndRefusedForFewer() throws {
    let folder = try TemporaryFolder()
    let all = try collection(in: folder)
    let less = all.keeping { $0.category == "A" }
    #expect(
      try FramePreparation().run(less, into: folder("store")).rows.map(\.video) == ["A/a.avi"])
    let marked = folder("store/A/a/query_frame_00000.jpg")
    try write([1], to: marked)
    #expect(try FramePreparation().run(all, into: folder("store")).rows.count == 3)
    #expect(try bytes(marked) == [1])
    let before = try tree(folder("store"))
    #expect(
      throws: PreparationError.videosLeftOut(store: folder("store"), first: "B/b.avi", count: 2)
    ) {
      try FramePreparation().run(less, into: folder("store"))
    }
    #expect(try tree(folder("store")) == before)
  }
}
