import Basics
import Foundation
import TestSupport
import Testing
import Tracking

/// Copies of a run's files in a folder.
@Suite struct CopyTests {
  private let place: TemporaryFolder
  private let run: VirtualRun
  private var disk: String { place("disk") }

  init() throws {
    place = try TemporaryFolder()
    run = try VirtualRun(place("my-run"))
    try Folder.create(place("disk"))
  }

  private func sink(
    roles: Set<TrackedEvent.Role> = [.checkpoint, .figure, .report, .other], epochs: Int = 1
  ) -> CopySink {
    CopySink(
      "folder", to: FolderStore(disk),
      files: CopiedFiles(of: run.folder, roles: roles, checkpointEpochs: epochs))
  }

  private func copies() -> [String] {
    (FileManager.default.enumerator(atPath: disk)?.compactMap { $0 as? String } ?? [])
      .filter { Folder.isFile(disk + "/" + $0) && !$0.hasSuffix("unreel-run.txt") }.sorted()
  }

  private func checkpoint(_ epoch: Int) throws {
    let path = "checkpoints/epoch-\(epoch).h5"
    try run.write([UInt8(epoch)], path)
    try run.record(run.file(path, .checkpoint, epoch: epoch))
  }

  @Test func filesAreCopiedWhole() throws {
    let large = (0..<(5 << 19)).map { UInt8(truncatingIfNeeded: $0 / 3) }
    try run.write(large, "checkpoints/epoch-1.h5")
    try run.write([], "figures/empty.png")
    try run.write([9], "../sent.bin")
    try run.record(
      run.file("checkpoints/epoch-1.h5", .checkpoint), run.file("figures/empty.png", .figure),
      run.file("figures/gone.png", .figure), run.file("table.npy", .result),
      run.file(place("sent.bin"), .other))
    let result = try #require(run.deliver { sink() })
    #expect(result.problems == [])
    #expect(
      copies() == [
        "my-run/checkpoints/epoch-1.h5", "my-run/figures/empty.png", "my-run/sent/sent.bin",
      ])
    #expect(
      FileManager.default.contents(atPath: disk + "/my-run/checkpoints/epoch-1.h5") == Data(large))
  }

  @Test func aCopyThatIsTheSameIsLeftAlone() throws {
    try checkpoint(1)
    _ = run.deliver { sink() }
    var before = stat()
    stat(disk + "/my-run/checkpoints/epoch-1.h5", &before)
    try run.record(run.file("checkpoints/epoch-1.h5", .checkpoint, epoch: 1))
    _ = run.deliver { sink() }
    var after = stat()
    stat(disk + "/my-run/checkpoints/epoch-1.h5", &after)
    #expect(before.st_ino == after.st_ino)
    // Other bytes of the same number are another file.
    try run.write([77], "checkpoints/epoch-1.h5")
    try run.record(run.file("checkpoints/epoch-1.h5", .checkpoint, epoch: 1))
    _ = run.deliver { sink() }
    #expect(
      FileManager.default.contents(atPath: disk + "/my-run/checkpoints/epoch-1.h5") == Data([77]))
  }

  /// A run of the same name has a folder of its own; copies of neither are touched by the other.
  @Test func anotherRunOfThatNameHasItsOwnFolder() throws {
    try checkpoint(1)
    _ = run.deliver { sink() }
    let other = try VirtualRun(place("elsewhere/my-run"))
    for epoch in [1, 2] {
      try other.write([UInt8(70 + epoch)], "checkpoints/epoch-\(epoch).h5")
      try other.record(other.file("checkpoints/epoch-\(epoch).h5", .checkpoint, epoch: epoch))
      _ = other.deliver {
        CopySink("folder", to: FolderStore(disk), files: CopiedFiles(of: other.folder))
      }
    }
    let names = ["my-run (2)/checkpoints/epoch-1.h5", "my-run (2)/checkpoints/epoch-2.h5"]
    #expect(copies() == names + ["my-run/checkpoints/epoch-1.h5"])
    #expect(
      FileManager.default.contents(atPath: disk + "/my-run/checkpoints/epoch-1.h5") == Data([1]))
  }

  @Test func oldCheckpointsGoAsTheyGoHere() throws {
    try Folder.create(disk + "/my-run/checkpoints")
    try DurableFile.write([UInt8(0)], to: disk + "/my-run/checkpoints/epoch-0.h5")
    for epoch in 1...4 {
      try checkpoint(epoch)
      if epoch > 2 { try Folder.remove(run.folder + "/checkpoints/epoch-\(epoch - 2).h5") }
      _ = run.deliver { sink() }
    }
    #expect(
      copies() == [0, 3, 4].map { "my-run/checkpoints/epoch-\($0).h5" },
      "the copy of epoch 0 is somebody else's")
    // Without any checkpoint here, the copies are all that is left.
    for epoch in 3...4 { try Folder.remove(run.folder + "/checkpoints/epoch-\(epoch).h5") }
    try run.record(TrackedEvent(.ended, at: Date(timeIntervalSince1970: 0)))
    _ = run.deliver { sink() }
    #expect(copies().count == 3)
  }

  @Test func someCheckpointsAreCopied() throws {
    for epoch in 1...7 { try checkpoint(epoch) }
    var last = run.file("checkpoints/epoch-7.h5", .checkpoint, epoch: 7)
    last.epochs = 7
    try run.record(last)
    _ = run.deliver { sink(epochs: 3) }
    #expect(copies() == [3, 6, 7].map { "my-run/checkpoints/epoch-\($0).h5" })
  }

  /// Nothing is written into the empty folder in which a disk is mounted at other times.
  @Test func aMissingDiskIsWaitedFor() throws {
    try checkpoint(1)
    try Folder.remove(disk)
    var asked = 0
    let first = try #require(
      run.deliver(atTime: { _ in
        asked += 1
        if asked == 3 { try? Folder.create(disk) }
      }) { sink() })
    #expect(
      first.problems.first
        == "the folder \(disk) is not there; mount its disk, or create it: mkdir -p \(disk)")
    #expect(first.seconds == 1205, "a refusal is looked at again every ten minutes")
    try checkpoint(2)
    try FileManager.default.moveItem(atPath: disk + "/my-run", toPath: place("elsewhere"))
    asked = 0
    let second = try #require(
      run.deliver(atTime: { _ in
        asked += 1
        if asked == 2 {
          #expect(copies() == [])
          try? FileManager.default.moveItem(atPath: place("elsewhere"), toPath: disk + "/my-run")
        }
      }) { sink() })
    #expect(second.problems.count == 1)
    #expect(copies().count == 2)
  }

  /// Of epochs 1 to 7 none is a tenth; the command was stopped, and the last one is where it goes on.
  @Test func theLastCheckpointOfAStoppedCommandIsCopied() throws {
    for epoch in 1...7 { try checkpoint(epoch) }
    _ = run.deliver { sink(epochs: 10) }
    #expect(copies() == [])
    try run.record(TrackedEvent(.ended, at: Date(timeIntervalSince1970: 0)))
    let result = try #require(run.deliver { sink(epochs: 10) })
    #expect(result.problems == [])
    #expect(copies() == ["my-run/checkpoints/epoch-7.h5"])
  }

  @Test func aFileThatChangesIsReadAgain() throws {
    try run.write(Array("abc".utf8), "report.html")
    try run.record(run.file("report.html", .report))
    let store = ChangingStore(path: run.folder + "/report.html", times: 2)
    let files = CopiedFiles(of: run.folder)
    let result = try #require(run.deliver { CopySink("odd", to: store, files: files) })
    #expect(result.problems == [])
    #expect(store.contents == [Data("abc+1+2".utf8)])
    // One that never rests has to wait.
    try run.record(run.file("report.html", .report))
    store.times = 5
    let other = try #require(run.deliver { CopySink("odd", to: store, files: files) })
    #expect(other.problems == ["\(run.folder)/report.html changes while it is read"])
  }

  @Test func failuresSayWhatToDo() throws {
    func text(_ code: Int32) -> String {
      let error = SystemCallError(
        action: "writing", path: "/d/f", code: code, need: 622_000_000)
      return FolderStore.explained(error, "/").description
    }
    #expect(
      text(ENOSPC).hasPrefix(
        "writing /d/f: No space left on device; make room for about 622 MB at /, where "))
    #expect(text(EROFS).hasSuffix("mount it so that it can be written"))
    #expect(text(EFBIG).contains("FAT32"))
    #expect(text(EIO) == "writing /d/f: Input/output error")
  }
}

/// Changes the file while it is read, some times.
private final class ChangingStore: FileStore {
  var times: Int
  var contents: [Data] = []
  private let path: String
  private var changes = 0

  init(path: String, times: Int) { (self.path, self.times) = (path, times) }

  func put(_ file: SourceFile, at _: String, state: SinkState) throws -> Bool {
    let bytes = try file.bytes(0..<file.size)
    if changes < times {
      changes += 1
      // Written in place, as an editor does; longer, because the clock of files is coarse.
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("+\(changes)".utf8))
    }
    try file.checkUnchanged()
    contents.append(Data(bytes))
    return true
  }

  func remove(_ path: String, state: SinkState) {}
  func claim(_ name: String, for owner: String, state: SinkState) -> Bool { true }
}
