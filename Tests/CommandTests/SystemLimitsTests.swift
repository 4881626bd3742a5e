import Foundation
import TestSupport
import Testing

/// Disks that are full, terminals that are closed, runs that two processes want.
@Suite struct SystemLimitsTests {
  // A rate that does not depend on how many epochs there will be.
  private static let small = [
    "--set", "training.network=thesis-small", "--set", "training.rate_schedule=step", "--batch",
    "2",
  ]

  /// Prepares a collection, and gives the arguments of a training that does not end by itself.
  private func endlessTraining(in folder: TemporaryFolder) throws -> [String] {
    try SmallCollection.write(to: folder("videos"))
    try Program.run("prepare", folder("videos"), "-o", folder("store"))
    return ["train", folder("store"), "-o", folder("run"), "--epochs", "100000"] + Self.small
  }

  private func names(below folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder)
  }

  @Test func framesThatCannotBeWrittenAreNamedAndComeLater() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    let (videos, store) = (folder("videos"), folder("store"))
    // Enough for the store's own files, not for a picture.
    let stopped = try Program.run(["prepare", videos, "-o", store], filesUpTo: 2)
    #expect(stopped.exitCode == 1)
    #expect(
      stopped.complaints.contains("query_frame_00000.jpg: File too large; ulimit -f shows"),
      "\(stopped.complaints)")
    #expect(!FileManager.default.fileExists(atPath: store))
    #expect(try Program.run("prepare", videos, "-o", store).exitCode == 0)
  }

  @Test func aCheckpointThatCannotBeWrittenLeavesTheOlderOnes() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    try Program.run("prepare", folder("videos"), "-o", folder("store"))
    let train =
      ["train", folder("store"), "-o", folder("run"), "--checkpoint-every", "1"] + Self.small
    #expect(try Program.run(train + ["--epochs", "1"]).exitCode == 0)
    let stopped = try Program.run(train + ["--epochs", "2", "--resume"], filesUpTo: 1000)
    #expect(stopped.exitCode == 1)
    #expect(
      stopped.complaints.contains(
        "writing \(folder("run"))/checkpoints/epoch-0002.h5: File too large"),
      "\(stopped.complaints)")
    #expect(try names(below: folder("run")).filter { $0.hasSuffix(".tmp") } == [])
    #expect(
      try String(contentsOfFile: folder("run/checkpoints/latest"), encoding: .utf8)
        == "epoch-0001.h5\n")
    #expect(try Program.run(train + ["--epochs", "2", "--resume"]).exitCode == 0)
    // As if there had always been room.
    let whole = ["train", folder("store"), "-o", folder("whole"), "--checkpoint-every", "1"]
    #expect(try Program.run(whole + Self.small + ["--epochs", "2"]).exitCode == 0)
    #expect(
      FileManager.default.contentsEqual(
        atPath: folder("run/checkpoints/epoch-0002.h5"),
        andPath: folder("whole/checkpoints/epoch-0002.h5")))
  }

  @Test func aReportThatCannotBeWrittenLeavesTheOldOne() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    let run = ["run", folder("videos"), "-o", folder("run"), "--epochs", "1"] + Self.small
    #expect(try Program.run(run).exitCode == 0)
    let page = try Data(contentsOf: URL(fileURLWithPath: folder("run/report.html")))
    let stopped = try Program.run(["report", folder("run")], filesUpTo: 8)
    #expect(stopped.exitCode == 1)
    #expect(stopped.complaints.contains(": File too large"), "\(stopped.complaints)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder("run/report.html"))) == page)
    #expect(try names(below: folder("run")).filter { $0.hasSuffix(".tmp") } == [])
  }

  @Test func theSecondProcessIsToldOfTheFirst() throws {
    let folder = try TemporaryFolder()
    let train = try endlessTraining(in: folder)
    let first = try Program(train)
    defer { first.signal(SIGKILL) }
    try first.waitUntil("epoch 1 of")
    let second = try Program.run(train + ["--resume"])
    #expect(second.exitCode == 2)
    #expect(second.complaints.contains("another process (\(first.number))"), "\(second.complaints)")
  }

  @Test func aTerminalThatIsClosedEndsTrainingWithACheckpoint() throws {
    let folder = try TemporaryFolder()
    let train = try endlessTraining(in: folder)
    let program = try Program(train)
    try program.waitUntil("epoch 1 of")
    // The terminal goes, and with it whoever reads what is said.
    program.stopListening()
    program.signal(SIGHUP)
    #expect(program.exitCode == 129)
    #expect(try names(below: folder("run/checkpoints")).contains("latest"))
    #expect(
      try Program.run(
        "train", "-o", folder("run"), "--resume", "--epochs", "1",
        "--change-settings"
      ).exitCode == 0)
  }

  /// Swift's runtime would print a trace, as after a crash.
  @Test func aQuitIsNoCrash() throws {
    let folder = try TemporaryFolder()
    // A shell's background commands ignore it, and so would what they start.
    signal(SIGQUIT, SIG_DFL)
    let program = try Program(endlessTraining(in: folder))
    defer { program.signal(SIGKILL) }
    try program.waitUntil("epoch 1 of")
    program.signal(SIGQUIT)
    let outcome = try program.outcome()
    // The number of the signal: the system ended it.
    #expect(outcome.exitCode == SIGQUIT)
    #expect(!outcome.complaints.contains("crash"), "\(outcome.complaints)")
  }

  /// Whoever waits in a system call can't be asked to stop: here for a list that nobody writes.
  @Test func aSecondSignalLeavesAtOnce() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder("settings.yaml"), 0o600) == 0)
    let program = try Program([
      "run", folder("videos"), "-o", folder("run"), "--config", folder("settings.yaml"),
    ])
    while try !listens(program, to: SIGTERM) { sched_yield() }
    program.signal(SIGINT)
    program.signal(SIGTERM)
    // The system may hand out both at a time, and the later one first.
    #expect([130, 143].contains(program.exitCode))
  }

  /// Whether a program has a handler for a signal, by what the system says of it.
  private func listens(_ program: Program, to number: Int32) throws -> Bool {
    let status = try String(contentsOfFile: "/proc/\(program.number)/status", encoding: .utf8)
    let caught = try #require(status.firstMatch(of: /SigCgt:\s*([0-9a-f]+)/)?.1)
    return (UInt64(caught, radix: 16) ?? 0) >> (UInt64(number) - 1) & 1 == 1
  }
}
