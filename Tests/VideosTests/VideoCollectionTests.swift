import Foundation
import TestSupport
import Testing
import Videos

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

  @Test func whatIsNoRegularFileIsPassedOver() throws {
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

  @Test func whatCannotBeACollectionIsRefused() throws {
    let folder = try TemporaryFolder()
    try write([1], to: folder("file"))
    try write([1], to: folder("empty/.hidden"))
    for (name, message) in [
      ("gone", "no such folder: \(folder("gone"))"),
      ("file", "\(folder("file")) is not a folder; give the folder that holds the videos"),
      ("empty", "\(folder("empty")) holds no files; give the folder that holds the videos"),
    ] {
      let error = #expect(throws: CollectionError.self) {
        try VideoCollection.scan(folder(name))
      }
      #expect(error?.description == message)
      #expect(error?.blame == .usage)
    }
  }
}
