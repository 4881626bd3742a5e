import Foundation
import TestSupport
import Testing

/// Fine-tuning on four tiny clips of two categories, one clip of each held out.
@Suite struct FinetuneTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func fromARunToAClassifier() throws {
    let folder = try TemporaryFolder()
    let run = folder("run")
    try SmallCollection.write(to: folder("videos"))
    let frames = try Program.run("prepare", folder("videos"), "-o", folder("frames"))
    #expect(frames.exitCode == 0, "\(frames.complaints)")
    let trained = try Program.run(
      "train", folder("frames"), "-o", run, "--max-steps", "1", "--set",
      "training.network=thesis-small")
    #expect(trained.exitCode == 0, "\(trained.complaints)")

    let stopped = try Program.run(
      "finetune", run, "--epochs", "2", "--batch", "4", "--layers", "last",
      interruptWhen: "epoch 1 of")
    #expect(stopped.exitCode == 130, "\(stopped.complaints)")
    #expect(
      stopped.complaints.contains(
        "go on with: unreel finetune \(run) --layers last --epochs 2 --batch 4"))
    let first = try Program.run(
      "finetune", run, "--epochs", "2", "--batch", "4", "--layers", "last")
    #expect(first.exitCode == 0, "\(first.complaints)")
    #expect(first.output.contains("Right on ") && first.output.contains("\(run)/finetuning\n"))
    #expect(try Self.text(run + "/finetuning/metrics.json").contains("\"from\" : \"trained\""))
    let other = try Program.run("finetune", run, "--epochs", "2", "--batch", "5")
    #expect(other.exitCode == 2 && other.complaints.contains("started with other settings"))
    let itself = try Program.run("finetune", run, "-o", run)
    #expect(itself.exitCode == 2 && itself.complaints.contains("is the folder of the run"))
    let layers = try Program.run("finetune", run, "--layers", "first", "-o", folder("new"))
    #expect(layers.exitCode == 2 && layers.complaints.contains("must be all or last"))
    #expect(!FileManager.default.fileExists(atPath: folder("new")))
  }

  @Test func trainedFramesAreNotCalledHeldOut() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), clips: 1, frames: 12)
    _ = try Program.run("prepare", folder("videos"), "-o", folder("frames"))
    let trained = try Program.run(
      "train", folder("frames"), "-o", folder("run"), "--max-steps", "1", "--batch", "2", "--set",
      "training.network=thesis-small")
    #expect(trained.exitCode == 0, "\(trained.complaints)")
    #expect(trained.complaints.contains("no category has two videos"), "\(trained.complaints)")
    let outcome = try Program.run("finetune", folder("run"), "--epochs", "1", "--batch", "2")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    #expect(
      outcome.output.hasPrefix("No video is held out, so it was trained on these very frames."))
    #expect(!outcome.complaints.contains("held-out"), "\(outcome.complaints)")
    let figure = try Self.text(folder("run/finetuning/confusion.svg"))
    #expect(!figure.contains("held-out"))
  }

  @Test func videosWithoutCategoriesAreRefused() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), categories: [""], clips: 4, frames: 12)
    _ = try Program.run("prepare", folder("videos"), "-o", folder("frames"))
    let trained = try Program.run(
      "train", folder("frames"), "-o", folder("run"), "--max-steps", "1")
    #expect(trained.exitCode == 0, "\(trained.complaints)")
    let outcome = try Program.run("finetune", folder("run"))
    #expect(outcome.exitCode == 2, "\(outcome.complaints)")
    #expect(outcome.complaints.contains("and these have none"))
    #expect(!FileManager.default.fileExists(atPath: folder("run/finetuning")))
  }
}
