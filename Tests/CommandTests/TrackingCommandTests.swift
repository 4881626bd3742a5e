import Basics
import Foundation
import Runs
import TestSupport
import Testing

@Suite struct TrackingCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), clips: 3, frames: 24)
    try Folder.create(folder("disk"))
  }

  private func run(_ more: String...) throws -> Program.Outcome {
    try Program.run(
      [
        "run", folder("videos"), "-o", folder("run"), "--epochs", "1", "--set",
        "training.network=thesis-small", "--set", "motion.enabled=false",
      ] + more)
  }

  /// The tables have each step of the log, the copies are the run's own bytes, and a second command adds nothing.
  @Test func aRunIsToldAndCopiedOnce() throws {
    let outcome = try run(
      "--set", "tracking.csv=true", "--set", "tracking.tensorboard=true", "--set",
      "tracking.copies=\(folder("disk"))")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    let log = try String(contentsOfFile: folder("run/metrics.jsonl"), encoding: .utf8)
    let steps = log.split(separator: "\n").filter { $0.contains("\"loss\"") }.count
    let table = try String(contentsOfFile: folder("run/tracking/steps.csv"), encoding: .utf8)
    #expect(steps > 0 && table.split(separator: "\n").count == steps + 1)
    for path in ["report.html", "figures/clusters.png", "checkpoints/epoch-0001.h5"] {
      let copy = FileManager.default.contents(atPath: folder("disk/run/\(path)"))
      #expect(copy != nil && copy == FileManager.default.contents(atPath: folder("run/\(path)")))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("run/tensorboard"))
    #expect(names.count { $0.contains("tfevents") } == 1)
    #expect(names.contains("projector_config.pbtxt") && names.contains("frames-sprite.png"))

    let again = try run()
    #expect(again.output.contains("The run was finished already."))
    let after = try String(contentsOfFile: folder("run/tracking/steps.csv"), encoding: .utf8)
    #expect(after == table)
  }

  /// A place that is away costs a line, not the run; what waits arrives when it is there.
  @Test func aPlaceThatIsAwayLosesNothing() throws {
    let away = folder("disk/later")
    let first = try run("--set", "tracking.copies=\(away)")
    #expect(first.exitCode == 0, "\(first.complaints)")
    #expect(first.complaints.contains("\(away) is not there"))
    #expect(first.complaints.contains("are delivered by the next command"))
    try Folder.create(away)
    #expect(try run().exitCode == 0)
    #expect(Folder.isFile(away + "/run/report.html"))
  }

  @Test func filesAreSentAndPlacesTried() throws {
    #expect(try run("--set", "tracking.copies=\(folder("disk"))").exitCode == 0)
    try DurableFile.write("hello", to: folder("my notes.txt"))
    #expect(try Program.run("send", folder("run"), folder("my notes.txt")).output == "Sent.\n")
    #expect(Folder.isFile(folder("disk/run/sent/my notes.txt")))
    let none = try Program.run("send", folder("run"), folder("none"))
    #expect(none.exitCode == 2 && none.complaints.contains("is no file"))

    let good = try Program.run("check-tracking", folder("run"))
    #expect(good.exitCode == 0 && good.output == "copies: works\n")
    let bad = try Program.run(
      "check-tracking", "--json", "--set", "tracking.csv=true", "--set",
      "tracking.mlflow=http://127.0.0.1:1")
    #expect(bad.exitCode == 1)
    #expect(bad.output.contains("{\"place\":\"csv\"}"))
    #expect(bad.output.contains("\"place\":\"mlflow\",\"problem\":"))
    for setting in ["tracking.copies=relative", "tracking.s3=bucket", "tracking.time_zone=Nowhere"]
    {
      let wrong = try Program.run(
        "check-tracking", "--set", setting, "--set", "tracking.google_sheets=true")
      #expect(wrong.exitCode == 2, "\(setting): \(wrong.complaints)")
    }
    #expect(try Program.run("check-tracking").exitCode == 2)
  }
}
