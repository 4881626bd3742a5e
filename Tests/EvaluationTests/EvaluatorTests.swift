import Basics
import Datasets
import Evaluation
import Foundation
import Networks
import Numerics
import TestSupport
import Testing
import Videos

/// An evaluation of an untrained network on twelve tiny clips, by the library alone.
@Suite struct EvaluatorTests {
  private static let silent = RunContext(
    display: ProgressDisplay(isTerminal: false, write: { _ in }))

  private func evaluate(
    _ folder: TemporaryFolder, categories: [String] = ["left", "right"], heldOut: Bool = true,
    settings: EvaluationSettings = EvaluationSettings()
  ) throws -> EvaluationResult {
    try SmallCollection.write(
      to: folder("videos"), categories: categories, clips: 12 / categories.count)
    _ = try FramePreparation().run(.scan(folder("videos")), into: folder("frames"))
    let store = try FrameStore(path: folder("frames"))
    let videos = try store.videos()
    let split = (videos.enumerated().filter { $0.offset % 2 == 0 }.map(\.element), videos)
    let architecture = Architecture.narrow(side: 67)
    let subject = EvaluationSubject(
      store: store, training: split.0,
      heldOut: heldOut ? videos.filter { !split.0.contains($0) } : videos,
      architecture: architecture
    ) { try Network(architecture, seed: 5) }
    return try Evaluator(settings, seed: 1, threads: 2, in: Self.silent).evaluate(subject)
  }

  @Test func everythingIsFoundAndNothingIsWritten() throws {
    let folder = try TemporaryFolder()
    let result = try evaluate(folder)
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["videos", "frames"])
    let found = result.evaluation
    #expect(found.frames == 30 && found.videos == 6 && found.clusters == 2)
    #expect(found.metrics?.probe?.linear.top5 == 1)
    #expect(found.baselines.scores.count == 4 && found.baselines.permutedLabels != nil)
    #expect(found.settings.others["held_out"] == .flag(true))
    #expect(result.features.rows == 30 && result.features.dimension == 24)
    #expect(result.appearance == nil && result.motion == nil)
    #expect(result.frames.rows.count == 30 && result.confusion?.categories == ["left", "right"])
    // The trained network is the untrained one but for its seed; its own seed gives its own numbers.
    let again = try evaluate(TemporaryFolder())
    #expect(try again.evaluation.json() == found.json())
  }

  @Test func withoutCategoriesNothingIsScored() throws {
    var settings = EvaluationSettings()
    settings.clusters = 3
    let found = try evaluate(TemporaryFolder(), categories: [""], settings: settings).evaluation
    #expect(found.metrics == nil && found.baselines == Baselines() && found.clusters == 3)
    #expect(found.labelFree != nil && found.videoClusterSizes.reduce(0, +) == 6)
  }

  @Test func videosThatWereTrainedOnAreNotProbed() throws {
    let found = try evaluate(TemporaryFolder(), heldOut: false).evaluation
    #expect(found.settings.others["held_out"] == .flag(false))
    #expect(found.metrics != nil && found.metrics?.probe == nil && found.videos == 12)
  }

  @Test func writingLeavesExactlyTheFilesOfTheResult() throws {
    let folder = try TemporaryFolder()
    let result = try evaluate(folder)
    let place = EvaluationFolder(folder("evaluation"))
    try Folder.create(place.path)
    for stale in [place.motion, place.appearance] { try DurableFile.write("old", to: stale) }
    try result.write(to: place)
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: place.path)) == [
        "metrics.json", "frames.csv", "videos.csv", "features.npy", "confusion.csv",
      ])
    // A whole number such as a perplexity of 30.0 is read back as an integer, so texts are compared.
    #expect(try Evaluation(contentsOf: place.metrics).json() == result.evaluation.json())
    #expect(try FramesTable(reading: place.frames) == result.frames)
  }
}
