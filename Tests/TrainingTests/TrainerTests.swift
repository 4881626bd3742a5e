import Datasets
import Foundation
import Networks
import TestSupport
import Testing
import Training
import Videos

@Suite struct TrainerTests {
  /// Ten pairs of two tiny clips, in steps of four.
  private struct Workplace {
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

    /// Trains for two epochs into a file, from a checkpoint if one is given.
    ///
    /// - Parameter steps: stops after so many steps.
    func train(to name: String, from earlier: String? = nil, stoppingAfter steps: Int = .max) throws
    {
      let settings = TrainingSettings(
        epochs: 2, batch: 4, learningRate: StepSchedule(base: 0.01), optimiser: .authors,
        checkpointEvery: 2)
      let checkpoint = try earlier.map { try Checkpoint(reading: folder($0)) }
      let network =
        try checkpoint.map { try Network(.thesis, weights: $0.weights) }
        ?? Network(.thesis, seed: 3)
      let trainer = Trainer(
        network: network,
        optimiser: try MomentumSGD(
          network, settings: settings.optimiser, velocities: checkpoint?.velocities),
        position: checkpoint?.position ?? .start, settings: settings, sampler: sampler,
        objective: ContrastiveObjective(), source: source)
      do {
        var taken = 0
        try trainer.train(
          isCancelled: {
            taken += 1
            return taken >= steps
          },
          save: { trainer in
            let path = folder(name)
            try Checkpoint.write(
              to: path, network: trainer.network, optimiser: trainer.optimiser,
              position: trainer.position, settings: "")
            return path
          })
      } catch is CancellationError {
        // Asked for.
      }
    }
  }

  @Test func theSameSeedGivesTheSameBytesAlsoWhenStoppedAndResumed() throws {
    let workplace = try Workplace()
    #expect(workplace.sampler.count == 10)
    try workplace.train(to: "first.h5")
    try workplace.train(to: "second.h5")
    try workplace.train(to: "stopped.h5", stoppingAfter: 2)
    let position = try Checkpoint.position(of: workplace.folder("stopped.h5"))
    #expect(position == TrainingPosition(epoch: 0, stepInEpoch: 2, step: 2))
    try workplace.train(to: "resumed.h5", from: "stopped.h5")
    for name in ["second.h5", "resumed.h5"] {
      #expect(
        FileManager.default.contentsEqual(
          atPath: workplace.folder("first.h5"), andPath: workplace.folder(name)), "\(name)")
    }
    #expect(
      !FileManager.default.contentsEqual(
        atPath: workplace.folder("first.h5"), andPath: workplace.folder("stopped.h5")))
  }
}
