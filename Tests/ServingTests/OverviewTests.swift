import Basics
import Foundation
import Serving
import TestSupport
import Testing

/// What a run's files tell of its state.
@Suite struct OverviewTests {
  private static let config = """
    unreel: 0.1.0
    videos: '/data/it''s mine'
    categories: []
    frames: frames
    training:
      network: residual
      objective: infonce
      epochs: 4
      max_steps: 600
    finetuning:
      epochs: 2
    """

  /// A run of four epochs of ten steps, of which some were taken, one a second.
  private static func make(_ path: String, steps: Int) throws {
    try Folder.create(path)
    try DurableFile.write(config, to: path + "/config.yaml")
    try DurableFile.write("{\"epochs\":2,\"batches\":{\"count\":20}}", to: path + "/sampling.json")
    let lines = (0..<steps).map { step in
      LogTests.line(
        step + 1, loss: "0.25", time: String(format: "2026-11-29T08:00:%02dZ", step)
      ).replacing("\"epoch\":1", with: "\"epoch\":\(step / 10 + 1)")
    }
    try DurableFile.write(lines.map { $0 + "\n" }.joined(), to: path + "/metrics.jsonl")
  }

  private static func look(_ path: String) -> RunOverview {
    RunOverview("run", at: path, locks: .current(), now: Date().timeIntervalSince1970)
  }

  @Test func aRunThatNobodyWorksOnIsStopped() throws {
    let folder = try TemporaryFolder()
    let path = folder("run")
    try Self.make(path, steps: 13)
    let overview = Self.look(path)
    #expect(overview.state == .stopped && overview.step == 13 && overview.steps == 40)
    #expect(overview.epoch == 2 && overview.epochs == 4 && overview.loss == 0.25)
    #expect(overview.method == "residual, infonce" && overview.secondsLeft == nil)
    // date -u -d 2026-11-29T08:00:00Z +%s
    #expect(overview.begun == 1_795_939_200)
  }

  @Test func theLockTellsThatSomebodyWorks() throws {
    let folder = try TemporaryFolder()
    let path = folder("run")
    try Self.make(path, steps: 13)
    let lock = try #require(try FileLock(path + "/.lock"))
    withExtendedLifetime(lock) {
      let overview = Self.look(path)
      #expect(overview.state == .running && overview.phase == "training")
      // 27 steps of a second.
      #expect(overview.secondsLeft == 27)
    }
  }

  @Test func anotherLockSaysNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder("run")
    try Self.make(path, steps: 13)
    try DurableFile.write("1\n", to: path + "/.lock")
    #expect(Self.look(path).state == .stopped)
    var information = stat()
    #expect(stat(path + "/.lock", &information) == 0)
    let inode = information.st_ino
    func isHeld(_ line: String) -> Bool { LockTable(text: line).isHeld(path + "/.lock") }
    #expect(isHeld("1: FLOCK  ADVISORY  WRITE 1 ff:ff:\(inode) 0 EOF"))
    #expect(!isHeld("1: FLOCK  ADVISORY  WRITE 2 ff:ff:\(inode) 0 EOF"))
    #expect(!isHeld("1: POSIX  ADVISORY  WRITE 1 ff:ff:\(inode) 0 EOF"))
    #expect(!isHeld("1: FLOCK  ADVISORY  WRITE 1 ff:ff:\(inode + 1) 0 EOF"))
    #expect(!isHeld("1: FLOCK ADVISORY WRITE 1 x 0 EOF\nnonsense\n"))
  }

  @Test func theEndIsSeen() throws {
    let folder = try TemporaryFolder()
    let path = folder("run")
    try Self.make(path, steps: 40)
    #expect(Self.look(path).state == .finished)
    #expect(Self.look(path).phase == "trained, without a report")
    try Folder.create(path + "/evaluation")
    try DurableFile.write("{}", to: path + "/evaluation/metrics.json")
    try DurableFile.write("<p>", to: path + "/report.html")
    #expect(Self.look(path).state == .finished && Self.look(path).phase == "")
    #expect(Self.look(path).hasReport)
  }

  @Test func aBadStepIsAFailure() throws {
    let folder = try TemporaryFolder()
    let path = folder("run")
    try Self.make(path, steps: 13)
    try Folder.create(path + "/bad-steps")
    try DurableFile.write("{}", to: path + "/bad-steps/step-000014.json")
    #expect(Self.look(path).state == .failed)
  }

  @Test func aDamagedRunIsListedToo() throws {
    let folder = try TemporaryFolder()
    let path = folder("run")
    try Folder.create(path)
    try Data([0xFF, 0x00, 0x3A]).write(to: URL(fileURLWithPath: path + "/config.yaml"))
    try DurableFile.write("]", to: path + "/sampling.json")
    try DurableFile.write("{\"step\":", to: path + "/metrics.jsonl")
    #expect(Self.look(path).state == .stopped && Self.look(path).step == nil)
    #expect(RunDetails(at: path).checkpoints == [])
  }

  @Test func settingsAreNamesAndValues() {
    let settings = RecordedSettings(text: Self.config)
    #expect(settings.values["training.epochs"] == "4" && settings.number("finetuning.epochs") == 2)
    #expect(settings.values["videos"] == "/data/it's mine" && settings.values["categories"] == nil)
    #expect(settings.values["training"] == nil)
  }

  @Test func runsAreFoundAtAllLevels() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "a/deep/run", "b/finetuning", "b/frames", ".hidden", "store", "store/x"] {
      try Self.make(folder(name), steps: 1)
    }
    unlink(folder("store/config.yaml"))
    try DurableFile.write("{}", to: folder("store/store.json"))
    symlink(folder("b"), folder("link"))
    #expect(try RunCatalogue(folder.path).runs() == ["a/deep/run", "b", "b/finetuning"])
    #expect(try RunCatalogue(folder("b")).runs() == [".", "finetuning"])
    #expect(throws: ServingError.notAFolder(path: folder("none"))) {
      try RunCatalogue(folder("none"))
    }
  }

  @Test func thoseWhoLookOnGetWhatIsNew() throws {
    let folder = try TemporaryFolder()
    try Self.make(folder("run"), steps: 3)
    let watcher = RunWatcher(try RunCatalogue(folder.path))
    let interest = RunWatcher.Interest(runs: ["run"], isCoarse: false)
    #expect(
      watcher.look(for: [interest]).news.map(\.kind) == ["runs", "details", "remarks", "curves"])
    #expect(watcher.look(for: [interest]).news.isEmpty)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("run/metrics.jsonl")))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data((LogTests.line(4, loss: "0.125") + "\n").utf8))
    // What somebody else asks for in between is still news to those who look on.
    #expect(watcher.reading("run") { "\($0.logs[0].curves.rows)" } == "4")
    let news = watcher.look(for: [interest]).news
    #expect(news.map(\.kind) == ["runs", "curves"])
    #expect(news[1].json.contains("\"last_step\":4,\"rows\":4,\"width\":1,\"from\":2,"))
    #expect(news[1].json.contains("\"loss\":{\"mean\":[0.25,0.125]}"))
    #expect(watcher.reading("../run") { _ in "" } == nil)
  }
}
