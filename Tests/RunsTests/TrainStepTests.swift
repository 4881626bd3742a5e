import Basics
import Foundation
import Runs
import Synchronization
import TestSupport
import Testing
import Training

@Suite struct TrainStepTests {
  /// One of five pairs is negative and has no successor: ten pairs an epoch, three steps of four.
  @Test func aStepIsALineAndACheckpointHasItsLabelFreeMetrics() throws {
    var small = try SmallRun()
    try small.prepare()
    try small.train()
    #expect(small.has("checkpoints/epoch-0001.h5") && small.has("sampling.json"))
    small.settings.training.epochs = 2
    try small.train()
    #expect(small.has("checkpoints/epoch-0002.h5"))
    let lines = try small.text("metrics.jsonl").split(separator: "\n")
    let labelFree = lines.filter { $0.contains("\"judgement\"") }
    #expect(lines.count == 6 + 2 && labelFree.count == 2)
    for name in ["effective_rank", "reach", "seed_agreement", "half_agreement", "score"] {
      #expect(labelFree.allSatisfy { $0.contains("\"\(name)\":") }, "\(name)")
    }
  }

  @Test func weightsOfAnotherRunAreABeginning() throws {
    var small = try SmallRun()
    small.settings.training.network = "thesis-small"
    small.settings.motion.enabled = false
    try small.prepare()
    try small.train()
    var other = small.settings
    other.frames = small.run.frames(of: small.settings)
    other.training.weights = small.run.path + "/checkpoints/epoch-0001.h5"
    other.training.epochs = 0
    let run = RunFolder(small.folder("other"))
    try Folder.create(run.path)
    try TrainStep(run, settings: other, in: SmallRun.silent).train()
    let (one, two) = (
      try Checkpoint(reading: small.run.path + "/checkpoints/epoch-0001.h5"),
      try Checkpoint(reading: run.path + "/checkpoints/epoch-0000.h5")
    )
    for (layer, weights) in one.weights where layer != "projection" {
      #expect(try weights.kernel.floats() == two.weights[layer]?.kernel.floats(), "\(layer)")
    }
    #expect(two.record.position == .start)
  }

  @Test func otherFramesThanTheCheckpointsAreRefused() throws {
    var small = try SmallRun()
    small.settings.motion.enabled = false
    try small.prepare()
    try small.train()
    let frame = small.run.path + "/frames/left/clip_0/query_frame_00010.jpg"
    let table = small.run.path + "/frames/left/clip_0/frames.csv"
    try FileManager.default.removeItem(atPath: frame)
    let rows = try String(contentsOfFile: table, encoding: .utf8)
      .split(separator: "\n").filter { !$0.hasPrefix("10,") }
    try DurableFile.write(rows.joined(separator: "\n") + "\n", to: table)
    small.settings.training.epochs = 2
    #expect(throws: (any Error).self) { try small.train() }
    #expect(!small.has("checkpoints/epoch-0002.h5"))
  }
}

/// The network that sees motion is trained as the other one is: it logs, it can be stopped, it goes on.
@Suite struct MotionStepTests {
  @Test func everyStepOfLearningMotionIsALine() throws {
    let small = try SmallRun()
    try small.prepare()
    try small.train()
    #expect(small.has("checkpoints/motion.h5") && !small.has("checkpoints/motion-unfinished.h5"))
    let steps = MetricsLog.read(small.run.motionMetrics)
    #expect(steps.map(\.step) == Array(1...6))
    #expect(steps.allSatisfy { $0.loss?.isFinite == true })
    #expect(try TrainStep(small.run, settings: small.settings, in: SmallRun.silent).isFinished())
  }

  @Test(arguments: [1, 4]) func stoppedAndResumedItGivesTheSameBytes(stop: Int) throws {
    let whole = try SmallRun()
    try whole.prepare()
    try whole.train()
    let small = try SmallRun()
    try small.prepare()
    let log = small.run.motionMetrics
    #expect(throws: CancellationError.self) {
      try small.train { MetricsLog.read(log).count >= stop }
    }
    #expect(small.has("checkpoints/motion-unfinished.h5") && !small.has("checkpoints/motion.h5"))
    #expect(try !TrainStep(small.run, settings: small.settings, in: SmallRun.silent).isFinished())
    try small.train()
    #expect(MetricsLog.read(log).map(\.step) == Array(1...6))
    #expect(!small.has("checkpoints/motion-unfinished.h5"))
    // The settings name the folder, so the files differ; what was learned does not.
    let (one, two) = (
      try Checkpoint(reading: whole.run.motion), try Checkpoint(reading: small.run.motion)
    )
    #expect(one.record.position == two.record.position && one.record.history == two.record.history)
    for (layer, weights) in one.weights {
      #expect(try weights.kernel.floats() == two.weights[layer]?.kernel.floats(), "\(layer)")
    }
    #expect(
      try one.velocities.map { try $0.floats() } == two.velocities.map { try $0.floats() })
  }

  @Test func otherMotionSettingsAreLearnedAnew() throws {
    var small = try SmallRun()
    try small.prepare()
    try small.train()
    let before = try Data(contentsOf: URL(fileURLWithPath: small.run.motion))
    small.settings.motion.temperature = 0.7
    #expect(try !TrainStep(small.run, settings: small.settings, in: SmallRun.silent).isFinished())
    try small.train()
    #expect(try Data(contentsOf: URL(fileURLWithPath: small.run.motion)) != before)
  }
}
