import Foundation
import TestSupport
import Testing

/// Bad input gets one clear line and its exit code, and nothing half-made is left behind.
@Suite struct BadInputTests {
  private func expectRefusal(
    _ outcome: Program.Outcome, saying words: String, exitCode: Int32 = 2,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.exitCode == exitCode, sourceLocation: location)
    #expect(outcome.output.isEmpty, sourceLocation: location)
    let lines = outcome.complaints.split(separator: "\n")
    #expect(lines.count == 1, "\(outcome.complaints)", sourceLocation: location)
    #expect(outcome.complaints.contains(words), "\(outcome.complaints)", sourceLocation: location)
  }

  @Test(arguments: ["run", "prepare"]) func aFolderThatIsNotThere(command: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(command, folder("missing"), "-o", folder("out"))
    expectRefusal(outcome, saying: "no such folder: \(folder("missing"))")
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }

  /// A name that breaks the line, or gives orders to the terminal, is written with escapes.
  @Test func controlCharactersOfNamesAreEscaped() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run("prepare", folder("a\nb\u{1B}[31m"), "-o", folder("out"))
    expectRefusal(outcome, saying: "no such folder: \(folder.path)/a\\nb\\x1B[31m\n")
    let parsed = try Program.run("report", folder("run"), "new\nline")
    #expect(parsed.exitCode == 2)
    #expect(parsed.complaints.contains("'new\\nline'\n"), "\(parsed.complaints)")
  }

  @Test(arguments: ["run", "prepare"]) func aFolderWithoutFiles(command: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos/empty"), withIntermediateDirectories: true)
    let outcome = try Program.run(command, folder("videos"), "-o", folder("out"))
    expectRefusal(outcome, saying: "holds no files")
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }

  @Test(arguments: ["run", "prepare"]) func aFolderOfTexts(command: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos"), withIntermediateDirectories: true)
    for name in ["a.avi", "b.mp4"] {
      try "not a video".write(toFile: folder("videos/\(name)"), atomically: true, encoding: .utf8)
    }
    let outcome = try Program.run(command, folder("videos"), "-o", folder("out"))
    #expect(outcome.exitCode == 2)
    #expect(outcome.complaints.contains("no frame could be decoded"))
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }

  @Test func oneVideoHasNoNegatives() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), categories: ["only"], clips: 1)
    let outcome = try Program.run("run", folder("videos"), "-o", folder("out"))
    expectRefusal(outcome, saying: "at least two videos")
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }

  @Test func oneReadableVideoHasNoNegativesEither() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), categories: ["only"], clips: 1)
    try "not a video".write(
      toFile: folder("videos/only/text.avi"), atomically: true, encoding: .utf8)
    let outcome = try Program.run("run", folder("videos"), "-o", folder("out"))
    #expect(outcome.exitCode == 2)
    #expect(outcome.complaints.contains("at least two videos"))
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }

  @Test func aRunThatCannotBeWritten() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    try "a file".write(toFile: folder("file"), atomically: true, encoding: .utf8)
    let below = try Program.run("run", folder("videos"), "-o", folder("file/out"))
    expectRefusal(below, saying: "creating the folder \(folder("file/out"))", exitCode: 1)
    let occupied = try Program.run("run", folder("videos"), "-o", folder("videos"))
    expectRefusal(occupied, saying: "is not a run")
  }

  @Test func stepsOutOfOrderSayWhichComesFirst() throws {
    let folder = try TemporaryFolder()
    expectRefusal(try Program.run("evaluate", folder("none")), saying: "is not a run")
    expectRefusal(try Program.run("report", folder("none")), saying: "is not a run")
    let outcome = try Program.run("train", folder("none"), "-o", folder("run"))
    #expect(outcome.exitCode != 0)
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
  }

  @Test func valuesThatMakeNoSense() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    for (option, value) in [
      ("--epochs", "-1"), ("--batch", "1"), ("--test-share", "1"), ("--clusters", "1"),
      ("--threads", "0"), ("--learning-rate", "0"), ("--checkpoint-every", "0"),
    ] {
      let outcome = try Program.run(
        "run", folder("videos"), "-o", folder("out"), "\(option)=\(value)")
      expectRefusal(outcome, saying: "must be")
    }
    let unknown = try Program.run("run", folder("videos"), "-o", folder("out"), "--epoch", "3")
    #expect(unknown.exitCode == 2)
    #expect(unknown.complaints.contains("--epochs"))
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }

  @Test(arguments: [
    (["run", "", "-o", "out"], "word 2 is empty"),
    (["run", "videos", "-o", ""], "the word after -o is empty"),
    (["run", "videos", "-o="], "the value of -o is empty"),
    (["prepare", "--ucf101", "", "-o", "out"], "the word after --ucf101 is empty"),
    (["run", "videos", "-o", "out", "--test-list="], "the value of --test-list is empty"),
    (["report", ""], "word 2 is empty"),
  ]) func emptyPathsAreRefused(arguments: [String], words: String) throws {
    expectRefusal(try Program.run(arguments), saying: words)
  }

  @Test func misspeltSettingsAreRefused() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    try "training:\n  epoch: 3\n".write(
      toFile: folder("settings.yaml"), atomically: true, encoding: .utf8)
    let outcome = try Program.run(
      "run", folder("videos"), "-o", folder("out"), "--config", folder("settings.yaml"))
    expectRefusal(outcome, saying: "no setting is called training.epoch")
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }
}
