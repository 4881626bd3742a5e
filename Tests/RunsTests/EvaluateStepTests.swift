import Basics
import Evaluation
import Foundation
import Numerics
import Runs
import TestSupport
import Testing
import Training

/// Evaluating one small run in every way that can be asked for.
@Suite struct EvaluateStepTests {
  private func trained(epochs: Int = 1, network: String = "residual") throws -> SmallRun {
    var small = try SmallRun()
    small.settings.training.network = network
    small.settings.training.epochs = epochs
    small.settings.training.checkpointEvery = 1
    try small.prepare()
    try small.train()
    return small
  }

  private func step(_ small: SmallRun) -> EvaluateStep {
    EvaluateStep(small.run, settings: small.settings, in: SmallRun.silent)
  }

  @Test func whateverIsAskedOtherwiseIsNotFinished() throws {
    var small = try trained()
    #expect(try !step(small).isFinished())
    try step(small).evaluate()
    #expect(try step(small).isFinished())
    let asked = small.settings
    let changes: [(name: String, change: (inout Settings) -> Void)] = [
      ("perplexity", { $0.evaluation.perplexity = 5 }), ("k", { $0.evaluation.clusters = 3 }),
      ("starts", { $0.evaluation.starts = 7 }),
      ("group_by", { $0.evaluation.groupBy = .appearance }),
      ("probe_frames", { $0.evaluation.probeFrames = 4 }),
      ("feature_layer", { $0.evaluation.featureLayer = "relu4" }),
      ("checkpoint", { $0.evaluation.checkpoint = .automatic }),
      ("motion", { $0.motion.temperature = 0.7 }),
    ]
    for (name, change) in changes {
      change(&small.settings)
      #expect(try !step(small).isFinished(), "\(name)")
      small.settings = asked
    }
    #expect(try step(small).isFinished())
  }

  @Test func everyVideoIsGroupedWithThePartThatItWasIn() throws {
    var small = try trained()
    let groups = CollectionStep(small.run, settings: small.settings, in: SmallRun.silent)
    #expect(throws: RunError.self) { try groups.group() }
    try step(small).evaluate()
    #expect(try !groups.isFinished())
    try groups.group()
    #expect(try groups.isFinished())
    let videos = try CollectionVideo.read(small.run.collection.videos)
    let split = try SplitTable(reading: small.run.split)
    #expect(videos.count == 4)
    #expect(
      Dictionary(uniqueKeysWithValues: videos.map { ($0.video, $0.part) }) == split.parts)
    // Another evaluation makes the groups old, and the page leaves them out.
    small.settings.evaluation.clusters = 3
    try step(small).evaluate()
    #expect(try !groups.isFinished())
  }

  @Test func checkpointsAndLayersAreChosenWithoutLabels() throws {
    var small = try trained(epochs: 2)
    small.settings.evaluation.checkpoint = .automatic
    small.settings.evaluation.featureLayer = "auto"
    let found = try step(small).evaluate()
    let candidates = try #require(found.candidates)
    #expect(Set(candidates.map(\.checkpoint)) == ["epoch-0001.h5", "epoch-0002.h5"])
    #expect(Set(candidates.map(\.layer)).isSuperset(of: ["norm", "relu4"]))
    let checkpoints = candidates.prefix(2)
    let best = checkpoints.map(\.score).max()
    #expect(checkpoints.last { $0.score == best }?.checkpoint == found.settings.checkpoint)
    small.settings.evaluation.checkpoint = .number(7)
    let error = #expect(throws: CheckpointError.self) { try step(small).evaluate() }
    #expect(error?.description.contains("epoch-0001.h5, epoch-0002.h5") == true)
  }

  /// The residual network has 256 features, the one that sees motion 128; ten held-out frames.
  @Test func framesAreClusteredByTheModalityThatIsAskedFor() throws {
    var small = try trained()
    for (modality, columns) in [
      (ModalityChoice.both, 384), (.motion, 128), (.appearance, 256),
    ] {
      small.settings.evaluation.groupBy = modality
      let found = try step(small).evaluate()
      #expect(found.frameModality?.rawValue == modality.rawValue)
      #expect(found.videoModality?.rawValue == modality.rawValue)
      for (name, count) in [("features", columns), ("appearance", 256), ("motion", 128)] {
        let (_, rows, width) = try NPY.read(small.run.path + "/evaluation/\(name).npy")
        #expect(rows == 10 && width == count, "\(modality), \(name)")
      }
    }
    try FileManager.default.removeItem(atPath: small.run.motion)
    small.settings.evaluation.groupBy = .both
    #expect(throws: MotionError.self) { try step(small).evaluate() }
  }

  @Test func filesOfAnEarlierEvaluationGo() throws {
    var small = try trained()
    try step(small).evaluate()
    let names = ["confusion.csv", "appearance.npy", "motion.npy"]
    for name in names { #expect(small.has("evaluation/" + name), "\(name)") }
    small.settings.evaluation.probeFrames = 0
    small.settings.motion.enabled = false
    let found = try step(small).evaluate()
    #expect(found.metrics?.probe == nil)
    for name in names { #expect(!small.has("evaluation/" + name), "\(name)") }
  }

  @Test func anEvaluationThatFailsLeavesTheOldOneWhole() throws {
    var small = try trained()
    try step(small).evaluate()
    let before = try small.text("evaluation/metrics.json")
    small.settings.evaluation.featureLayer = "none"
    #expect(throws: (any Error).self) { try step(small).evaluate() }
    #expect(try small.text("evaluation/metrics.json") == before)
  }
}

@Suite struct ReportStepTests {
  @Test func figuresAreAllThereAndOldOnesGo() throws {
    var small = try SmallRun()
    small.settings.training.epochs = 2
    small.settings.training.checkpointEvery = 1
    small.settings.evaluation.clusters = .automatic
    try small.prepare()
    try small.train()
    let evaluate = { (small: SmallRun) in
      _ = try EvaluateStep(small.run, settings: small.settings, in: SmallRun.silent).evaluate()
      try ReportStep(small.run, settings: small.settings, in: SmallRun.silent).write()
    }
    try evaluate(small)
    let drawn = [
      "clusters", "confusion", "cluster-count", "loss", "spread", "label-free", "filters",
    ]
    for name in drawn {
      #expect(small.has("figures/\(name).png") && small.has("figures/\(name).svg"), "\(name)")
    }
    #expect(small.has("figures/frames.png"))
    let page = try small.text("report.html")
    #expect(page.contains("the figures of this page as PNG, SVG and PDF; the frames as PNG"))
    #expect(try ReportStep(small.run, settings: small.settings, in: SmallRun.silent).isFinished())
    // A report that is stopped writes nothing.
    try FileManager.default.removeItem(atPath: small.run.report)
    let stopped = RunContext(display: SmallRun.silent.display, isCancelled: { true })
    #expect(throws: CancellationError.self) {
      try ReportStep(small.run, settings: small.settings, in: stopped).write()
    }
    #expect(!small.has("report.html"))
    small.settings.evaluation.clusters = 2
    small.settings.evaluation.probeFrames = 0
    try evaluate(small)
    for name in ["confusion", "cluster-count"] {
      #expect(!small.has("figures/\(name).png") && !small.has("figures/\(name).svg"), "\(name)")
    }
  }

  @Test func aRunThatWasNotEvaluatedHasNoReport() throws {
    let small = try SmallRun()
    #expect(throws: RunError.self) {
      try ReportStep(small.run, settings: small.settings, in: SmallRun.silent).write()
    }
  }
}
