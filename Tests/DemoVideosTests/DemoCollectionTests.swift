import Basics
import DemoVideos
import Foundation
import Synchronization
import TestSupport
import Testing
import Videos

struct DemoCollectionTests {
  /// To save time, only the first and the last clip of each category are drawn; the others exist.
  @Test func drawsSixCategoriesOfTwelveClipsThatDecode() throws {
    let folder = try TemporaryFolder()
    let collection = DemoCollection(seed: 1701)
    let drawn = collection.clips.filter { $0.number == 1 || $0.number == 12 }
    for clip in collection.clips where !(clip.number == 1 || clip.number == 12) {
      try Folder.create(folder(clip.category.rawValue))
      #expect(FileManager.default.createFile(atPath: folder(clip.path), contents: nil))
    }
    let told = Mutex<[Int]>([])
    try collection.draw(
      into: folder.path, threads: 2,
      progress: { finished, total in
        #expect(total == 72)
        told.withLock { $0.append(finished) }
      })
    #expect(told.withLock { $0 } == Array(1...72))

    let files = try VideoCollection.scan(folder.path).files.map(\.name)
    #expect(files.count == 72)
    for category in collection.categories {
      #expect(files.filter { $0.hasPrefix(category.rawValue + "/") }.count == 12)
    }
    #expect(files.first == "BouncingBall/bouncing_ball_01.avi")
    #expect(files.last == "WalkingFigure/walking_figure_12.avi")

    for clip in drawn {
      let decoder = try VideoDecoder(path: folder(clip.path))
      #expect(decoder.codec == "mpeg4")
      #expect(decoder.framesPerSecond == 25)
      #expect(decoder.size == (320, 240))
      while let frame = try decoder.next() {
        guard frame.number == 50 else { continue }
        // The loss by compression and chroma subsampling.
        let decoded = try decoder.picture(width: 320, height: 240)
        #expect(difference(decoded, clip.picture(frame: 50)) < 6)
      }
      #expect(decoder.frameCount == 100)
      #expect(decoder.shortcoming == nil)
    }
  }

  @Test func goesOnWhereItWasStopped() throws {
    let folder = try TemporaryFolder()
    let collection = DemoCollection(seed: 5)
    let finished = Mutex(0)
    #expect(throws: CancellationError.self) {
      try collection.draw(
        into: folder.path, threads: 1,
        progress: { done, _ in finished.withLock { $0 = done } },
        isCancelled: { finished.withLock { $0 } == 2 })
    }
    let kept = collection.clips.prefix(2).map { folder($0.path) }
    #expect(Set(try everyFile(below: folder)) == Set(kept + [folder(".demo-seed")]))

    // A mark, which would be lost if the clip was drawn again.
    try Data("kept".utf8).write(to: URL(fileURLWithPath: kept[0]))
    #expect(throws: CancellationError.self) {
      try collection.draw(
        into: folder.path, threads: 1,
        progress: { done, _ in finished.withLock { $0 = done } },
        isCancelled: { finished.withLock { $0 } == 3 })
    }
    #expect(finished.withLock { $0 } == 3)
    #expect(FileManager.default.contents(atPath: kept[0]) == Data("kept".utf8))
    #expect(FileManager.default.fileExists(atPath: folder(collection.clips[2].path)))
  }

  @Test func refusesAFolderWithClipsOfAnotherSeed() throws {
    let folder = try TemporaryFolder()
    #expect(throws: CancellationError.self) {
      try DemoCollection(seed: 1).draw(into: folder.path, threads: 1, isCancelled: { true })
    }
    let refused = #expect(throws: DemoError.self) {
      try DemoCollection(seed: 2).draw(into: folder.path, threads: 1)
    }
    #expect(refused == .otherSeed(folder: folder.path, found: "1", wanted: 2))
    #expect(refused?.blame == .usage)
    #expect(
      refused?.description
        == "\(folder.path) holds clips drawn with seed 1, not 2; draw into another folder")
  }

  private func everyFile(below folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).map { folder($0) }.filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }
}
