import Basics
import Testing
import Training

/// The lines of a log of training.
@Suite struct ConsoleSinkTests {
  private final class Log {
    var text = ""
    var time = ContinuousClock().now
    private(set) lazy var display = ProgressDisplay(
      isTerminal: false, columns: { 80 }, write: { [unowned self] in text += $0 },
      now: { [unowned self] in time })
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    /// Trains for a number of epochs of three steps, with a checkpoint after each.
    func train(epochs: Int, title: String = "training", secondsPerStep: Double) {
      let sink = ConsoleSink(display, title: title, steps: 3 * epochs, epochs: epochs)
      display.stage(title) {
        for step in 1...3 * epochs {
          let epoch = (step + 2) / 3
          sink.record(
            .step(
              StepRecord(
                step: step, epoch: epoch, loss: 5, pairsPerSecond: 80, dataWait: 0,
                learningRate: 0.1, featureDeviation: 1, deadShare: 0)))
          if step % 3 == 0 {
            sink.record(.epoch(EpochRecord(epoch: epoch, epochs: epochs, loss: 4)))
            sink.record(.checkpoint(path: "run/epoch-\(epoch).h5"))
          }
          if step < 3 * epochs { time += .seconds(secondsPerStep) }
        }
      }
      sink.finish()
    }
  }

  @Test func shortTraining() {
    let log = Log()
    log.train(epochs: 2, secondsPerStep: 1)
    #expect(
      log.text == """
        epoch 1 of 2: loss 4.0000, 3 s left
        training: took 5 s, 6 of 6 steps, epoch 2 of 2, loss 4.0000
        checkpoint: run/epoch-2.h5

        """)
  }

  /// However long it is, the first epoch, one after each tenth, and the end.
  @Test(arguments: [20, 60, 500]) func epochsAreThinned(epochs: Int) {
    let log = Log()
    log.train(epochs: epochs, secondsPerStep: 1)
    let shown = log.lines.filter { $0.hasPrefix("epoch ") }
    #expect(shown.first?.hasPrefix("epoch 1 of \(epochs): loss 4.0000, ") == true)
    #expect((10...11).contains(shown.count), "\(log.text)")
    #expect(log.lines.count { $0.hasPrefix("checkpoint: ") } == 1)
  }

  /// 58 hours, as the thesis trained: whoever follows the log waits ten minutes at most.
  @Test func longTrainingGivesSignsOfLife() {
    let log = Log()
    // 500 epochs of 7 minutes.
    log.train(epochs: 500, secondsPerStep: 140)
    let hours = 500.0 * 7 / 60
    #expect(log.lines.count > Int(hours * 4) && log.lines.count < Int(hours * 6) + 12)
    let sign = log.lines.dropFirst(2).first { $0.hasPrefix("training: ") } ?? ""
    // The clock of the first sign stands at 7 minutes, when 1497 steps of 140 seconds are left.
    #expect(sign.hasPrefix("training: 58 h "), "\(sign)")
    #expect(sign.contains(" left, ") && sign.contains("epoch 3 of 500, loss 5.0000"), "\(sign)")
  }

  @Test func warningsOfOneKindAreCounted() {
    let log = Log()
    let sink = ConsoleSink(log.display, steps: 100, epochs: 10)
    sink.record(.warning(step: 1, text: "the features are collapsing"))
    for step in 1...40 {
      sink.record(.warning(step: step, text: "step \(step): the loss is nan"))
    }
    sink.finish()
    #expect(
      log.text == """
        warning: the features are collapsing
        warning: step 1: the loss is nan
        warning: step 2: the loss is nan
        warning: 38 more of this kind, the last: step 40: the loss is nan

        """)
  }
}
