import Foundation
import TestSupport
import Testing

/// Presets and files of settings, from the command line to the run's folder.
@Suite struct PresetCommandTests {
  @Test func tuplesFromVideosToACheckpoint() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    let prepared = try Program.run(
      "prepare", folder("videos"), "-o", folder("frames"), "--preset", "paper-lq")
    #expect(prepared.exitCode == 0, "\(prepared.complaints)")
    // 42 frames are a short video: queries 0, 3, …, 39, later frames 7 on.
    #expect(
      FileManager.default.fileExists(atPath: folder("frames/left/clip_0/later_frame_00040.jpg")))
    let ledger = try String(contentsOfFile: folder("frames/ledger.csv"), encoding: .utf8)
    #expect(ledger.contains("left/clip_0.avi,left,ok,,42,14,14,64,48,25,mpeg4,1.68,12,"))
    let trained = try Program.run(
      "train", folder("frames"), "-o", folder("run"), "--preset", "paper-lq", "--max-steps", "2",
      "--batch", "8", "--set", "training.network=thesis-small")
    #expect(trained.exitCode == 0, "\(trained.complaints)")
    #expect(trained.complaints.contains("1 epoch (the thesis's iteration) of 24 tuples"))

    // The file of the run runs it again, and byte for byte.
    let again = try Program.run(
      "train", "--config", folder("run/config.yaml"), "-o", folder("again"))
    #expect(again.exitCode == 0, "\(again.complaints)")
    for name in ["checkpoints/epoch-0000-step-0002.h5", "config.yaml", "split.csv"] {
      #expect(
        FileManager.default.contentsEqual(
          atPath: folder("run/" + name), andPath: folder("again/" + name)), "\(name)")
    }
  }

  @Test func aStoreThatLacksWhatAPresetNeedsIsRefused() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), clips: 1, frames: 24)
    _ = try Program.run("prepare", folder("videos"), "-o", folder("frames"))
    let outcome = try Program.run(
      "train", folder("frames"), "-o", folder("run"), "--preset", "paper-lq")
    #expect(outcome.exitCode == 2, "\(outcome.complaints)")
    #expect(
      outcome.complaints.contains(
        "was prepared with stride 10, not 8; prepare another store: unreel prepare VIDEOS"))
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
  }

  @Test(arguments: ["thesis", "paper-ls", "paper-lq", "contexts-ls", "contexts-lq"])
  func everyPresetIsShown(name: String) throws {
    let outcome = try Program.run("train", "--preset", name, "--print-config", "--batch", "7")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    #expect(outcome.output.contains("  batch: 7\n") && outcome.output.contains("seed: 1701  "))
  }

  @Test func aMisspeltPresetIsNamedRight() throws {
    let misspelt = try Program.run("train", "--preset", "paper-lqx", "--print-config")
    #expect(misspelt.exitCode == 2)
    #expect(misspelt.complaints.contains("did you mean paper-lq?"))
  }
}
