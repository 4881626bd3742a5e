import Basics
import Evaluation
import Foundation
import Runs
import TestSupport
import Testing
import Training

@Suite struct FinetuneStepTests {
  private func trained() throws -> SmallRun {
    var small = try SmallRun()
    small.settings.training.network = "thesis-small"
    small.settings.training.maxSteps = 1
    small.settings.motion.enabled = false
    small.settings.finetuning.layers = "last"
    small.settings.finetuning.epochs = 2
    small.settings.finetuning.batch = 4
    try small.prepare()
    try small.train()
    return small
  }

  private func finetune(
    _ small: SmallRun, into name: String, context: RunContext = SmallRun.silent
  ) throws -> SupervisedEvaluation {
    try FinetuneStep(
      small.run, into: FinetuningFolder(small.folder(name)), settings: small.settings, in: context
    ).finetune()
  }

  @Test func aClassifierIsTrainedAndScored() throws {
    let small = try trained()
    let found = try finetune(small, into: "tuned")
    #expect(found.frames == 10 && found.videos == 2 && found.categories == ["left", "right"])
    #expect(found.settings["from"] == .text("trained"))
    // Ten frames an epoch in steps of four, two epochs.
    #expect(MetricsLog.read(small.folder("tuned/metrics.jsonl")).count == 6)
    let predictions = try String(
      contentsOfFile: small.folder("tuned/predictions.csv"), encoding: .utf8
    ).split(separator: "\n")
    #expect(predictions.count == 1 + 10)
    #expect(predictions[0] == "video,category,frame,time_s,predicted,probability")
    for name in ["metrics.json", "confusion.csv", "confusion.png", "confusion.svg"] {
      #expect(
        FileManager.default.fileExists(atPath: small.folder("tuned/" + name)), "\(name)")
    }
  }

  @Test func stoppedAndResumedItGivesTheSameBytes() throws {
    let small = try trained()
    _ = try finetune(small, into: "whole")
    let log = small.folder("stopped/metrics.jsonl")
    let stopping = RunContext(
      display: SmallRun.silent.display, isCancelled: { MetricsLog.read(log).count >= 2 })
    #expect(throws: CancellationError.self) {
      try finetune(small, into: "stopped", context: stopping)
    }
    _ = try finetune(small, into: "stopped")
    #expect(
      areEqual(
        small.folder("whole/checkpoints/epoch-0002.h5"),
        small.folder("stopped/checkpoints/epoch-0002.h5")))
  }

  @Test func otherSettingsAreRefusedAndMoreEpochsAreNot() throws {
    var small = try trained()
    _ = try finetune(small, into: "tuned")
    small.settings.finetuning.epochs = 3
    _ = try finetune(small, into: "tuned")
    small.settings.finetuning.batch = 5
    #expect(throws: FinetuningError.self) { try finetune(small, into: "tuned") }
  }
}
