import Foundation

/// Shows the progress of long work: its title, how much is done, its rate, and the time left.
///
/// On a terminal, one line is rewritten. In a log file, a new line appears every 15 seconds.
/// Everything goes to standard error, because standard output is for results.
public final class ProgressDisplay: @unchecked Sendable {
  // Unchecked: every package method holds `lock` while it reads or changes the fields below.
  private let lock = NSLock()
  private let isTerminal: Bool
  private let columns: () -> Int
  private let write: (String) -> Void
  private let now: () -> ContinuousClock.Instant
  private let interval: Duration

  private var start: ContinuousClock.Instant
  /// For each piece of work that is not finished: its start, and how much was and is done.
  private var unfinished: [String: (start: ContinuousClock.Instant, first: Int, done: Int)] = [:]
  private var lastShown: ContinuousClock.Instant?
  private var firstDone = 0
  private var title: String?
  private var shownWidth = 0
  private var shownDone = -1

  /// Opens a display.
  ///
  /// - Parameters:
  ///   - isTerminal: whether lines can be rewritten.
  ///   - columns: returns the width of the terminal in characters.
  ///   - write: writes text.
  ///   - now: reads the clock.
  public init(
    isTerminal: Bool = isatty(STDERR_FILENO) == 1,
    columns: @escaping () -> Int = ProgressDisplay.terminalColumns,
    write: @escaping (String) -> Void = StandardError.write,
    now: @escaping () -> ContinuousClock.Instant = { ContinuousClock().now }
  ) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.write = write
    self.now = now
    interval = isTerminal ? .milliseconds(200) : .seconds(15)
    start = now()
  }

  /// Shows the progress of a piece of work, unless it was shown a moment ago.
  ///
  /// - Parameters:
  ///   - title: the name of the work. A new title begins a new piece of work. The title of earlier work
  ///     that was not finished continues it.
  ///   - done: the number of units that are done. A smaller number than before begins a new piece of
  ///     work.
  ///   - total: the number of units in all.
  ///   - unit: the unit, such as `videos`.
  ///   - detail: more text to show.
  ///   - showsRate: whether to show the units per second; false if `detail` shows a better rate.
  public func show(
    _ title: String, done: Int, of total: Int, unit: String, detail: String = "",
    showsRate: Bool = true
  ) {
    lock.lock()
    defer { lock.unlock() }
    let time = now()
    if title != self.title {
      leaveLine()
      self.title = title
      let before = unfinished[title].flatMap { $0.done <= done ? $0 : nil }
      (start, lastShown, firstDone) = (before?.start ?? time, nil, before?.first ?? done)
    }
    let isLast = done >= total
    unfinished[title] = isLast ? nil : (start, firstDone, done)
    if let lastShown, !isLast, time - lastShown < interval { return }
    if isLast, lastShown != nil, shownDone == done { return }
    (lastShown, shownDone) = (time, done)
    display(
      line(
        done: done, of: total, unit: unit, detail: detail, showsRate: showsRate, time: time))
  }

  /// Writes a line that stays, while a piece of work continues.
  public func note(_ text: String) {
    lock.lock()
    defer { lock.unlock() }
    if shownWidth > 0 { write("\n") }
    shownWidth = 0
    write(PlainLine.text(text) + "\n")
  }

  /// Writes a line that stays, between two pieces of work.
  public func say(_ text: String) {
    lock.lock()
    defer { lock.unlock() }
    leaveLine()
    write(PlainLine.text(text) + "\n")
  }

  /// Ends the line that is being rewritten, if there is one.
  public func endLine() {
    lock.lock()
    defer { lock.unlock() }
    leaveLine()
  }

  private func leaveLine() {
    if shownWidth > 0 { write("\n") }
    shownWidth = 0
    title = nil
    shownDone = -1
  }

  private func line(
    done: Int, of total: Int, unit: String, detail: String, showsRate: Bool,
    time: ContinuousClock.Instant
  ) -> String {
    let elapsed = (time - start) / .seconds(1)
    let rate = elapsed > 0 ? Double(done - firstDone) / elapsed : 0
    var parts = ["\(title ?? ""): \(done) of \(total) \(unit)"]
    if !detail.isEmpty { parts.append(detail) }
    let isRateKnown = done > firstDone && elapsed > 0.5
    if showsRate, isRateKnown { parts.append("\(Self.rounded(rate)) \(unit)/s") }
    if done >= total {
      parts.append("took \(Self.duration(elapsed))")
    } else if isRateKnown {
      parts.append("\(Self.duration(Double(total - done) / rate)) left")
    }
    return parts.joined(separator: ", ")
  }

  private func display(_ line: String) {
    guard isTerminal else {
      write(line + "\n")
      return
    }
    // A line that wraps cannot be rewritten.
    let line = line.prefix(max(columns() - 1, 20))
    let padding = String(repeating: " ", count: max(0, shownWidth - line.count))
    write("\r" + line + padding)
    shownWidth = line.count
  }

  /// Returns the width of the terminal of standard error in characters, or 80 without a terminal.
  public static func terminalColumns() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Returns a rate with a sensible number of digits.
  public static func rounded(_ rate: Double) -> String {
    rate >= 100 ? "\(Int(rate.rounded()))" : "\((rate * 10).rounded() / 10)"
  }

  /// Returns a duration as text: `42 s`, `3 min 20 s`, `2 h 05 min`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "an unknown time" }
    let whole = Int(seconds.rounded(.up))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default:
      let minutes = whole % 3600 / 60
      return "\(whole / 3600) h \(minutes < 10 ? "0" : "")\(minutes) min"
    }
  }
}

/// The services that long work gets from its caller: a display, and a way to be stopped.
public struct RunContext: Sendable {
  /// The display that shows the progress.
  public let display: ProgressDisplay
  /// Returns true when the work should stop.
  public let isCancelled: @Sendable () -> Bool

  /// Makes a context.
  ///
  /// - Parameters:
  ///   - display: the display that shows the progress.
  ///   - isCancelled: returns true when the work should stop; it is called often.
  public init(
    display: ProgressDisplay = ProgressDisplay(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.display = display
    self.isCancelled = isCancelled
  }

  /// Throws `CancellationError` if the work should stop.
  public func checkCancelled() throws {
    if isCancelled() { throw CancellationError() }
  }
}
