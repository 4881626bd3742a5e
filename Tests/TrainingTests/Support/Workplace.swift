import Datasets
import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Training
import Videos

/// Ten pairs of two tiny clips in steps of four, three an epoch, two epochs; a small network.
struct Workplace {
  let folder: TemporaryFolder
  let source: FrameSource
  let sampler: PairSampler

  init() throws {
    folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), clips: 1)
    _ = try FramePreparation().run(.scan(folder("videos")), into: folder("frames"))
    let store = try FrameStore(path: folder("frames"))
    source = FrameSource(store: store, side: 227)
    sampler = try PairSampler(videos: store.videos(), seed: 3)
  }

  static let settings = TrainingSettings(
    epochs: 2, batch: 4, learningRate: .step(StepSchedule(base: 0.01)), optimiser: .authors,
    checkpointEvery: 2)

  /// A trainer that begins anew, or goes on from a checkpoint.
  func trainer(
    from earlier: String? = nil, settings: TrainingSettings = Self.settings,
    objective: any Objective = ContrastiveObjective(), sinks: [any TrainingSink] = [],
    comparingViews: Bool = false
  ) throws -> Trainer {
    let checkpoint = try earlier.map { try Checkpoint(reading: folder($0)) }
    let architecture = comparingViews ? try Self.comparing() : .thesisSmall
    let state =
      try checkpoint.map {
        try TrainingState(resuming: $0, architecture: architecture)
      }
      ?? TrainingState(beginning: Network(architecture, seed: 3))
    return try Trainer(
      state, settings: settings,
      data: FrameTrainingData(
        sampler: comparingViews
          ? try PositivePairSampler(videos: sampler.videos, seed: 3) : sampler,
        source: FrameSource(store: source.store, side: architecture.inputSide),
        views: comparingViews ? ViewSampler(ViewSettings(), seed: 3) : nil),
      objective: comparingViews ? InfoNCEObjective() : objective, sinks: sinks)
  }

  /// A small network with batch normalisation, sums and a projection.
  private static func comparing() throws -> Architecture {
    try #require(Architecture.named("residual@64>16"))
  }

  /// Writes what a trainer has come to.
  func write(_ trainer: Trainer, to name: String) throws -> String {
    try Checkpoint.write(
      to: folder(name), network: trainer.network, optimiser: trainer.optimiser,
      record: TrainingRecord(position: trainer.position, history: trainer.history))
    return folder(name)
  }

  /// Trains into a file, and stops after so many steps in all.
  func train(
    to name: String, from earlier: String? = nil, stoppingAt step: Int = .max,
    comparingViews: Bool = false
  ) throws {
    let trainer = try trainer(from: earlier, comparingViews: comparingViews)
    var around = TrainingCallbacks { try write($0, to: name) }
    around.isCancelled = { trainer.position.step >= step }
    do {
      try trainer.train(around)
    } catch is CancellationError {
      // Asked for.
    }
  }
}
