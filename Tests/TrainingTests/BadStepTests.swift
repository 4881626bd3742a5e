import Datasets
import Foundation
import Networks
import Synchronization
import Tensors
import TestSupport
import Testing
import Training

/// Steps whose loss or gradient is no number.
@Suite struct BadStepTests {
  /// The contrastive objective, spoilt in one call.
  private final class SpoiltObjective: Objective {
    let spoiltCall: Int
    let spoil: @Sendable (Tensor) throws -> Tensor
    private let calls = Mutex(0)

    init(_ spoiltCall: Int, _ spoil: @escaping @Sendable (Tensor) throws -> Tensor) {
      (self.spoiltCall, self.spoil) = (spoiltCall, spoil)
    }

    func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
      let loss = try ContrastiveObjective().loss(features, labels: labels)
      let call = calls.withLock { calls in
        calls += 1
        return calls
      }
      return call == spoiltCall ? try spoil(loss) : loss
    }

    func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? { nil }
  }

  private final class Notes: TrainingSink {
    let failure: String? = nil
    private(set) var steps: [Int] = []
    private(set) var warnings: [String] = []

    func record(_ event: TrainingEvent) {
      if case .step(let step) = event { steps.append(step.step) }
      if case .warning(_, let text) = event { warnings.append(text) }
    }
  }

  /// A loss that is no number; and one that is, of which the gradient is not: the root's at 0.
  private static let spoilers: [(name: String, spoil: @Sendable (Tensor) throws -> Tensor)] = [
    ("loss", { try $0.affine(factor: .nan) }),
    ("gradient", { loss in try loss + (loss - loss).squareRoot() }),
  ]

  @Test(arguments: [0, 1]) func training_stopsBeforeTheStepAndKeepsTheBatch(spoiler: Int) throws {
    let workplace = try Workplace()
    try workplace.train(to: "healthy.h5", stoppingAt: 4)
    let trainer = try workplace.trainer(
      objective: SpoiltObjective(5, Self.spoilers[spoiler].spoil))
    var kept: [BadStep] = []
    var around = TrainingCallbacks { try workplace.write($0, to: "stopped.h5") }
    around.keep = {
      kept.append($0)
      return "batch.json"
    }
    let error = #expect(throws: TrainingError.self) { try trainer.train(around) }
    #expect(error?.description.contains("step 5 was not taken") == true)
    #expect(error?.description.contains("batch.json") == true)
    #expect(kept.map(\.step) == [4] && kept.first?.examples.count == 4)
    #expect((kept.first?.gradientNorm == nil) == (spoiler == 0))
    // Nothing of the bad step is in the checkpoint.
    #expect(
      FileManager.default.contentsEqual(
        atPath: workplace.folder("healthy.h5"), andPath: workplace.folder("stopped.h5")))
    // And the healthy objective goes on from it.
    try workplace.train(to: "whole.h5")
    try workplace.train(to: "stopped.h5", from: "stopped.h5")
    #expect(
      FileManager.default.contentsEqual(
        atPath: workplace.folder("whole.h5"), andPath: workplace.folder("stopped.h5")))
  }

  @Test func skippedStepsAreCountedAndTheRestIsTrainedOn() throws {
    let workplace = try Workplace()
    var settings = Workplace.settings
    settings.badSteps = .skip
    let notes = Notes()
    let trainer = try workplace.trainer(
      settings: settings, objective: SpoiltObjective(2, Self.spoilers[0].spoil), sinks: [notes])
    try trainer.train(TrainingCallbacks { try workplace.write($0, to: "end.h5") })
    #expect(notes.steps == [1, 3, 4, 5, 6] && notes.warnings.count == 1)
    #expect(notes.warnings.first?.contains("step 2 was not taken") == true)
    #expect(trainer.position == TrainingPosition(epoch: 2, stepInEpoch: 0, step: 6))
  }

  @Test func weightsThatAreNoNumbersAreNotWritten() throws {
    let workplace = try Workplace()
    try workplace.train(to: "end.h5", stoppingAt: 1)
    let before = try Data(contentsOf: URL(fileURLWithPath: workplace.folder("end.h5")))
    let trainer = try workplace.trainer()
    try withoutGradients {
      let bias = try #require(trainer.network.parameters.last).tensor
      var values = try bias.floats()
      values[7] = .infinity
      try bias.assign(Tensor(values))
    }
    let error = #expect(throws: CheckpointError.self) {
      try workplace.write(trainer, to: "end.h5")
    }
    #expect(error?.description.contains("some weights of fc7 are not finite") == true)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: workplace.folder("end.h5"))) == before)
    #expect(
      !FileManager.default.fileExists(atPath: workplace.folder("end.h5.tmp")))
  }
}
