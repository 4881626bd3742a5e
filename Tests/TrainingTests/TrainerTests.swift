import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainerTests {
  @Test func theSameSeedGivesTheSameBytes() throws {
    let workplace = try Workplace()
    #expect(workplace.sampler.count == 10)
    try workplace.train(to: "first.h5")
    try workplace.train(to: "second.h5")
    #expect(
      FileManager.default.contentsEqual(
        atPath: workplace.folder("first.h5"), andPath: workplace.folder("second.h5")))
  }

  /// Before the first step, after it, within an epoch, at an epoch's end, before the last step and
  /// after it: six steps in all.
  @Test(arguments: [0, 1, 2, 3, 5, 6]) func stoppedAndResumedItGivesTheSameBytes(step: Int) throws {
    let workplace = try Workplace()
    try workplace.train(to: "whole.h5")
    try workplace.train(to: "stopped.h5", stoppingAt: step)
    let position = try Checkpoint.position(of: workplace.folder("stopped.h5"))
    #expect(
      position == TrainingPosition(epoch: step / 3, stepInEpoch: step % 3, step: step))
    #expect(
      step == 6
        || !FileManager.default.contentsEqual(
          atPath: workplace.folder("whole.h5"), andPath: workplace.folder("stopped.h5"))
    )
    try workplace.train(to: "stopped.h5", from: "stopped.h5")
    #expect(
      FileManager.default.contentsEqual(
        atPath: workplace.folder("whole.h5"), andPath: workplace.folder("stopped.h5")))
  }

  /// Views, running moments and sums among what is resumed; twelve queries are three steps an epoch too.
  @Test(arguments: [0, 2, 3, 5]) func comparingViewsIsResumedToTheSameBytes(step: Int) throws {
    let workplace = try Workplace()
    try workplace.train(to: "whole.h5", comparingViews: true)
    try workplace.train(to: "stopped.h5", stoppingAt: step, comparingViews: true)
    let stopped = try Checkpoint.position(of: workplace.folder("stopped.h5"))
    #expect(stopped.step == step)
    try workplace.train(to: "stopped.h5", from: "stopped.h5", comparingViews: true)
    #expect(
      FileManager.default.contentsEqual(
        atPath: workplace.folder("whole.h5"), andPath: workplace.folder("stopped.h5")))
  }

  /// At the ends of epochs that a checkpoint is kept of, before it is written.
  @Test func featuresAreMeasuredBeforeACheckpointIsWritten() throws {
    let workplace = try Workplace()
    var settings = Workplace.settings
    settings.checkpointEvery = 1
    let trainer = try workplace.trainer(settings: settings)
    var events: [String] = []
    var around = TrainingCallbacks {
      events.append("saved \($0.position.epoch)")
      return try workplace.write($0, to: "measured.h5")
    }
    around.measure = {
      events.append("measured \($0.position.epoch)")
      return nil
    }
    try trainer.train(around)
    #expect(events == ["measured 1", "saved 1", "measured 2", "saved 2"])
  }

  @Test func aMeasurementThatFailsCostsNoStep() throws {
    struct Unreadable: Error {}
    let workplace = try Workplace()
    let trainer = try workplace.trainer()
    var around = TrainingCallbacks { try workplace.write($0, to: "kept.h5") }
    around.measure = { _ in throw Unreadable() }
    #expect(throws: Unreadable.self) { try trainer.train(around) }
    let kept = try Checkpoint.position(of: workplace.folder("kept.h5"))
    #expect(kept == TrainingPosition(epoch: 2, stepInEpoch: 0, step: 6))
  }

  @Test func takingACheckpointChangesNothing() throws {
    let workplace = try Workplace()
    try workplace.train(to: "whole.h5")
    let trainer = try workplace.trainer()
    var around = TrainingCallbacks { try workplace.write($0, to: "saved.h5") }
    // The clock goes a minute a look, so that one is due after every step.
    var settings = Workplace.settings
    settings.checkpointMinutes = 1
    let often = try workplace.trainer(settings: settings)
    var (time, saves) = (ContinuousClock().now, 0)
    around.now = {
      time += .seconds(60)
      return time
    }
    around.save = {
      saves += 1
      return try workplace.write($0, to: "saved.h5")
    }
    try often.train(around)
    // Two within each epoch, and one at the end.
    #expect(saves == 5 && trainer.position == .start)
    #expect(
      FileManager.default.contentsEqual(
        atPath: workplace.folder("whole.h5"), andPath: workplace.folder("saved.h5")))
  }
}
