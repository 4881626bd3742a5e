import Basics
import Testing

@Suite struct ProgressDisplayTests {
  /// A display with a clock that the test sets and a text that the test reads.
  private final class Stage {
    private(set) var text = ""
    private var time = ContinuousClock().now
    private let isTerminal: Bool
    private let columns: Int

    init(isTerminal: Bool, columns: Int = 80) {
      (self.isTerminal, self.columns) = (isTerminal, columns)
    }

    private(set) lazy var display = ProgressDisplay(
      isTerminal: isTerminal, columns: { [columns] in columns },
      write: { [unowned self] in text += $0 }, now: { [unowned self] in time })

    func wait(_ seconds: Double) { time += .seconds(seconds) }
  }

  @Test func aLogFileGetsALineNowAndThenAndTheLast() {
    let stage = Stage(isTerminal: false)
    for done in 0...40 {
      stage.display.show("decoding", done: done, of: 40, unit: "videos")
      stage.wait(1)
    }
    // A line at once, one every fifteen seconds, and one at the end.
    #expect(
      stage.text == """
        decoding: 0 of 40 videos
        decoding: 15 of 40 videos, 1.0 videos/s, 25 s left
        decoding: 30 of 40 videos, 1.0 videos/s, 10 s left
        decoding: 40 of 40 videos, 1.0 videos/s, took 40 s

        """)
  }

  /// For example, label-free metrics interrupt training.
  @Test func whatIsInterruptedGoesOnWhereItWas() {
    let stage = Stage(isTerminal: false)
    for done in [1, 2, 3] {
      stage.display.show("training", done: done, of: 3, unit: "steps")
      stage.wait(10)
      guard done < 3 else { continue }
      stage.display.show("judging", done: 1, of: 1, unit: "frames")
      stage.wait(2)
    }
    stage.display.say("again")
    stage.display.show("training", done: 1, of: 2, unit: "steps")
    #expect(
      stage.text == """
        training: 1 of 3 steps
        judging: 1 of 1 frames, took 0 s
        training: 2 of 3 steps, 0.1 steps/s, 12 s left
        judging: 1 of 1 frames, took 0 s
        training: 3 of 3 steps, 0.1 steps/s, took 24 s
        again
        training: 1 of 2 steps

        """)
  }

  @Test func aTerminalLineIsRewrittenAndEndsBeforeAnything() {
    let stage = Stage(isTerminal: true)
    stage.display.show("training", done: 1, of: 9, unit: "steps", detail: "loss 0.0500")
    stage.wait(1)
    stage.display.show("training", done: 2, of: 9, unit: "steps")
    stage.display.say("stopped")
    #expect(
      stage.text
        == "\rtraining: 1 of 9 steps, loss 0.0500"
        + "\rtraining: 2 of 9 steps, 1.0 steps/s, 7 s left\nstopped\n")
  }

  @Test func aTerminalLineNeverWraps() {
    let stage = Stage(isTerminal: true, columns: 30)
    stage.display.show(
      "training", done: 1, of: 9, unit: "steps", detail: "a detail that is far too long")
    #expect(stage.text.count == 1 + 29)
  }

  @Test(arguments: [
    (0.2, "1 s"), (59, "59 s"), (60, "1 min 0 s"), (200, "3 min 20 s"), (7_500, "2 h 05 min"),
    (.infinity, "an unknown time"),
  ]) func durationsReadAsAPersonSaysThem(seconds: Double, text: String) {
    #expect(ProgressDisplay.duration(seconds) == text)
  }
}
