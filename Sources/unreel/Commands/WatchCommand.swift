import ArgumentParser
import Basics
import Foundation
import Serving

/// `unreel watch` shows a run in the terminal, while it works and afterwards.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Show a run in the terminal: progress, loss, warnings, last checkpoint.",
    discussion: """
      It only reads the run's files, so it may begin and end at any time. It ends when nobody works on \
      the run any more; Ctrl-C ends it before. A pipe gets a line now and then.

      Example:
        unreel watch ~/videos-run
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var path: String

  @Flag(help: "Show the run once, and end.")
  var once = false

  func run() throws {
    var view = try RunView(path)
    if once || !view.isRunning { return try show(view, over: 0) }
    guard Terminal.isRewritable(STDOUT_FILENO) else { return try follow(&view) }
    var shown = 0
    while true {
      let lines = view.lines(columns: Self.columns)
      try show(lines, over: shown)
      shown = lines.count
      guard view.isRunning else { return }
      try Self.pause()
      view.look()
    }
  }

  private func follow(_ view: inout RunView) throws {
    while true {
      for line in view.news() { try StandardOutput.write(line) }
      guard view.isRunning else { return }
      try Self.pause()
      view.look()
    }
  }

  private func show(_ view: RunView, over shown: Int) throws {
    try show(view.lines(columns: Self.columns), over: shown)
  }

  /// Writes lines over those that were shown before.
  private func show(_ lines: [String], over shown: Int) throws {
    // Control sequences of ECMA-48: CUU goes up, EL and ED erase to the end of the line and of the screen.
    let up = shown > 0 ? "\r\u{1B}[\(shown)A" : ""
    let isRewritable = Terminal.isRewritable(STDOUT_FILENO)
    let text = lines.map { isRewritable ? $0 + "\u{1B}[K\n" : $0 + "\n" }.joined()
    try StandardOutput.write(up + text + (isRewritable ? "\u{1B}[J" : ""), terminator: "")
  }

  private static var columns: Int { Terminal.columns(of: STDOUT_FILENO) - 1 }

  /// Waits for a second, or until Ctrl-C.
  private static func pause() throws {
    for _ in 0..<10 {
      if Interruption.wasRequested() { throw CancellationError() }
      usleep(100_000)
    }
  }
}
