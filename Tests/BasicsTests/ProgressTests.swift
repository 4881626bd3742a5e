import Basics
import Testing

/// A display with a clock and a width that the test sets, and a text that the test reads.
private final class Screen {
  private(set) var text = ""
  private var time = ContinuousClock().now
  private let isTerminal: Bool
  var columns: Int

  init(isTerminal: Bool, columns: Int = 80) {
    (self.isTerminal, self.columns) = (isTerminal, columns)
  }

  private(set) lazy var display = ProgressDisplay(
    isTerminal: isTerminal, columns: { [unowned self] in columns },
    write: { [unowned self] in text += $0 }, now: { [unowned self] in time })

  func wait(_ seconds: Double) { time += .seconds(seconds) }

  /// The lines that stay: what is on a line after all carriage returns.
  var lines: [String] {
    text.split(separator: "\n").map { line in
      line.split(separator: "\r", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }.map { $0.replacing("\u{1B}[K", with: "") }
  }

  /// Every state of the line that is rewritten.
  var states: [String] {
    text.replacing("\u{1B}[K", with: "").unicodeScalars.split { $0 == "\r" || $0 == "\n" }
      .map { String($0) }
  }
}

/// What a log gets: a pipe or a file, which people read later or follow with `tail -f`.
@Suite struct LogTests {
  @Test func workHasALineWhenItEnds() {
    let screen = Screen(isTerminal: false)
    for done in 0...40 {
      screen.display.show("decoding", done: done, of: 40, unit: "videos", details: ["1 kept"])
      if done < 40 { screen.wait(1) }
    }
    #expect(screen.text == "decoding: took 40 s, 40 of 40 videos, 1 kept, 1.0 videos/s\n")
  }

  /// Seven hours: a sign of life after a minute, then every ten, so whoever follows the log never waits longer.
  @Test func longWorkGivesSignsOfLife() {
    let screen = Screen(isTerminal: false)
    screen.display.stage("training") {
      for step in 0...25_200 {
        screen.display.show("training", done: step, of: 25_200, unit: "steps")
        if step < 25_200 { screen.wait(1) }
      }
    }
    // (7 × 60 − 1) ÷ 10 = 41.9 after the first one.
    #expect(screen.lines.count == 1 + 41 + 1)
    #expect(
      screen.lines.first == "training: 6 h 59 min left, 60 of 25200 steps, 1.0 steps/s")
    #expect(screen.lines[1] == "training: 6 h 49 min left, 660 of 25200 steps, 1.0 steps/s")
    #expect(screen.lines.last == "training: took 7 h 00 min, 25200 of 25200 steps")
  }

  /// A thread of the program asks for them.
  @Test func silentWorkGivesSignsOfLife() {
    let screen = Screen(isTerminal: false)
    screen.display.stage("evaluating") {
      screen.display.show("choosing the number of clusters", done: 0, of: 900, unit: "frames")
      for _ in 1...50 {
        screen.wait(30)
        screen.display.beat()
      }
    }
    #expect(
      screen.text == """
        choosing the number of clusters: 0 of 900 frames, 10 min 0 s so far
        choosing the number of clusters: 0 of 900 frames, 20 min 0 s so far
        evaluating: took 25 min 0 s

        """)
  }

  @Test func aNoteIsASignOfLifeToo() {
    let screen = Screen(isTerminal: false)
    for step in 1...59 {
      screen.display.show("training", done: step, of: 1000, unit: "steps")
      screen.wait(1)
    }
    screen.display.note("epoch 1 of 9")
    screen.wait(10)
    screen.display.show("training", done: 60, of: 1000, unit: "steps")
    #expect(screen.text == "epoch 1 of 9\n")
  }

  @Test func aStageHasOneLineWhateverItsPartsAre() {
    let screen = Screen(isTerminal: false)
    screen.display.stage("evaluating") {
      for _ in 1...3 {
        screen.display.show("clustering", done: 0, of: 5, unit: "starts")
        screen.wait(2)
        screen.display.show("clustering", done: 5, of: 5, unit: "starts")
      }
      screen.display.mention("only for a terminal")
    }
    #expect(screen.text == "evaluating: took 6 s\n")
  }

  @Test func whatIsStoppedSaysWhen() {
    let screen = Screen(isTerminal: false)
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try screen.display.stage("training") {
        screen.display.show("training", done: 1, of: 9, unit: "steps", details: ["epoch 1 of 3"])
        screen.wait(65)
        throw Stop()
      }
    }
    // A stage that showed nothing has nothing to say.
    #expect(throws: Stop.self) { try screen.display.stage("drawing") { throw Stop() } }
    #expect(screen.text == "training: stopped after 1 min 5 s, 1 of 9 steps, epoch 1 of 3\n")
  }

  @Test func aRemarkIsSaidOnceAndThenCounted() {
    let screen = Screen(isTerminal: false)
    screen.display.stage("training") {
      for _ in 1...5 { screen.display.note("the disk is slow") }
      screen.display.note("another")
    }
    screen.display.say("the disk is slow")
    screen.display.endLine()
    screen.display.endLine()
    #expect(
      screen.text
        == "the disk is slow\nanother\n5 times: the disk is slow\n6 times: the disk is slow\n")
  }

  @Test func whatPeopleCopyIsOneLine() {
    let screen = Screen(isTerminal: false)
    let command = "unreel run " + String(repeating: "v", count: 99)
    screen.display.say("stopped; go on with:", whole: command)
    #expect(screen.lines.count == 1)
  }
}

/// What a terminal shows.
@Suite struct TerminalDisplayTests {
  @Test func theTimeLeftComesFirst() {
    let screen = Screen(isTerminal: true)
    screen.display.show("training", done: 100, of: 900, unit: "steps")
    screen.wait(5)
    screen.display.show(
      "training", done: 120, of: 900, unit: "steps",
      details: ["epoch 3 of 18", "loss 5.1234", "83.6 pairs/s"], showsRate: false)
    // 780 steps at 4 a second.
    #expect(
      screen.states.last
        == "training: 3 min 15 s left, 120 of 900 steps, epoch 3 of 18, loss 5.1234")
  }

  /// At each width the line ends with a whole part, and a wide terminal has all of them.
  @Test func partsThatDoNotFitAreLeftOutWhole() {
    let parts = [
      "training", ": 3 min 15 s left", ", 120 of 900 steps", ", epoch 3 of 18", ", loss 5.1234",
      ", 83.6 pairs/s",
    ]
    let whole = Set(parts.indices.map { parts[...$0].joined() } + ["3 min 15 s left"])
    var seen: Set<String> = []
    for width in 20...120 {
      let screen = Screen(isTerminal: true, columns: width)
      screen.display.show("training", done: 100, of: 900, unit: "steps")
      screen.wait(5)
      screen.display.show(
        "training", done: 120, of: 900, unit: "steps",
        details: ["epoch 3 of 18", "loss 5.1234", "83.6 pairs/s"], showsRate: false)
      let line = screen.states.last ?? ""
      #expect(whole.contains(line) && line.count < width, "\(line)")
      #expect(line.contains("3 min 15 s left"), "\(line)")
      seen.insert(line)
    }
    #expect(seen.count == 6)
  }

  @Test func aTitleLosesWordsBeforeTheTimeDoes() {
    let screen = Screen(isTerminal: true, columns: 40)
    let title = "computing an untrained network's features of training frames"
    screen.display.show(title, done: 0, of: 540, unit: "frames")
    screen.wait(10)
    screen.display.show(title, done: 270, of: 540, unit: "frames")
    #expect(screen.states.last == "computing an untrained…: 10 s left")
  }

  @Test func theWidthIsReadForEveryLine() {
    let screen = Screen(isTerminal: true)
    screen.display.show("decoding", done: 0, of: 10, unit: "videos")
    screen.wait(5)
    screen.display.show("decoding", done: 5, of: 10, unit: "videos")
    #expect(screen.states.last == "decoding: 5 s left, 5 of 10 videos, 1.0 videos/s")
    screen.columns = 40
    screen.wait(1)
    screen.display.show("decoding", done: 6, of: 10, unit: "videos")
    #expect(screen.states.last == "decoding: 4 s left, 6 of 10 videos")
  }

  @Test func aLineIsReplacedOrFinished() {
    let screen = Screen(isTerminal: true)
    screen.display.stage("evaluating") {
      screen.display.show("clustering videos", done: 0, of: 18, unit: "videos")
      screen.display.show("reading pixels", done: 0, of: 9, unit: "frames")
      screen.wait(1)
      screen.display.show("reading pixels", done: 9, of: 9, unit: "frames")
    }
    screen.display.show("drawing", done: 1, of: 3, unit: "figures")
    screen.display.say("stopped")
    #expect(
      screen.text
        == "\rclustering videos: 0 of 18 videos\u{1B}[K\rreading pixels: 0 of 9 frames\u{1B}[K"
        + "\rreading pixels: took 1 s, 9 of 9 frames, 9.0 frames/s\u{1B}[K\r\u{1B}[K"
        + "evaluating: took 1 s\n\rdrawing: 1 of 3 figures\u{1B}[K\r\u{1B}[Kstopped\n")
  }

  /// A note goes above the line, which comes back at once: a step can take a minute.
  @Test func aNoteStaysAboveTheLine() {
    let screen = Screen(isTerminal: true)
    screen.display.show("training", done: 1, of: 9, unit: "steps")
    screen.display.note("epoch 1 of 3: loss 5.0000")
    #expect(screen.lines == ["epoch 1 of 3: loss 5.0000", "training: 1 of 9 steps"])
  }

  /// For example, label-free metrics interrupt training.
  @Test func whatIsInterruptedGoesOnWhereItWas() {
    let screen = Screen(isTerminal: true)
    screen.display.stage("training") {
      for done in [1, 2, 3] {
        screen.display.show("training", done: done, of: 4, unit: "steps")
        screen.wait(10)
        screen.display.show("judging", done: 1, of: 1, unit: "frames")
        screen.wait(2)
      }
    }
    // Two steps since the first show, in 24 seconds.
    #expect(screen.states.contains("training: 12 s left, 3 of 4 steps, 0.1 steps/s"))
  }

  @Test func notesEndLinesBetweenWords() {
    let screen = Screen(isTerminal: true, columns: 40)
    screen.display.say("The groups stay much the same with another seed, but not with half.")
    screen.display.say("checkpoint:", whole: "/data/my runs/of november/checkpoints/epoch-0002.h5")
    #expect(
      screen.lines == [
        "The groups stay much the same with", "  another seed, but not with half.", "checkpoint:",
        "/data/my runs/of november/checkpoints/epoch-0002.h5",
      ])
  }

  /// A file's name may hold an escape sequence that recolours the terminal, or worse.
  @Test func namesCannotControlTheTerminal() {
    let screen = Screen(isTerminal: true)
    screen.display.say("skipped: a\u{1B}[2Jb.avi")
    #expect(screen.text == "skipped: a\\x1B[2Jb.avi\n")
  }

  @Test(arguments: [
    (0.2, "1 s"), (59, "59 s"), (60, "1 min 0 s"), (200, "3 min 20 s"), (7_500, "2 h 05 min"),
    (.infinity, "an unknown time"),
  ]) func durationsReadAsAPersonSaysThem(seconds: Double, text: String) {
    #expect(ProgressDisplay.duration(seconds) == text)
  }
}

@Suite struct TerminalTextTests {
  /// Widths as Python's wcwidth 0.2.13 has them, except for the joined family, whose parts count.
  @Test(arguments: [
    ("clip_001.avi", 12), ("手洗い.avi", 10), ("한국어", 6), ("ｱｲｳ", 3), ("ＡＢ", 4), ("é", 1),
    ("e\u{301}", 1),
    ("👐", 2), ("👨\u{200D}👩\u{200D}👧", 6), ("❤\u{FE0F}", 2), ("…–“”", 4), ("ก\u{E31}", 1), ("𠀀", 2),
  ]) func columnsAreCounted(text: String, columns: Int) {
    #expect(TerminalText.columns(of: text) == columns)
  }

  @Test func wideNamesAreWrappedByTheirColumns() {
    // 14 columns each, so that three don't fit into 40 with their indentation.
    let text = TerminalText.wrapped("手洗い動画一 手洗い動画二 手洗い動画三 手洗い動画四", to: 40)
    #expect(text == "手洗い動画一 手洗い動画二 手洗い動画三\n  手洗い動画四")
  }

  @Test func aRowGoesOnUnderItsText() {
    let row = "  batches    of 256, 100 % distinct; a batch's most frequent video has 8 %"
    #expect(
      TerminalText.wrapped(row, to: 40).split(separator: "\n") == [
        "  batches    of 256, 100 % distinct; a", "             batch's most frequent video",
        "             has 8 %",
      ])
  }

  @Test(arguments: 20...90) func noWordIsBroken(width: Int) {
    let text =
      "For the scores, frames and videos are grouped by appearance: see "
      + "/data/videos/of/a/collection/with/a/path/that/is/wider/than/any/terminal.avi of them"
    let lines = TerminalText.wrapped(text, to: width).split(separator: "\n")
    #expect(
      lines.flatMap { $0.split(separator: " ") } == text.split(separator: " "), "\(lines)")
    #expect(lines.allSatisfy { $0.count <= width || !$0.contains(" ") }, "\(lines)")
  }
}
