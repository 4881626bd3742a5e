import Foundation

/// Tells a person how far a long piece of work is: what, how far, how fast, how long still.
///
/// On a terminal one line is rewritten; in a log file a new line comes now and then. Everything goes
/// to standard error, so that standard output stays for results.
package final class ProgressDisplay: @unchecked Sendable {
  // Unchecked: every public method holds `lock` while it reads or changes the fields below.
  private let lock = NSLock()
  private let isTerminal: Bool
  private let columns: () -> Int
  private let write: (String) -> Void
  private let now: () -> ContinuousClock.Instant
  private let interval: Duration

  private var start: ContinuousClock.Instant
  /// Where unfinished pieces of work began, and how far each is.
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
  ///   - columns: how many characters a line of the terminal has room for.
  ///   - write: where text goes.
  ///   - now: the clock.
  package init(
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

  /// Shows how far a piece of work is, if it is time to.
  ///
  /// - Parameters:
  ///   - title: what is being done; another title begins a new piece of work, or goes on with one of that
  ///     title that was not finished.
  ///   - done: how much is done; what is less than before is of a new piece of work.
  ///   - total: how much there is to do.
  ///   - unit: what is counted, such as `videos`.
  ///   - detail: anything else worth saying.
  ///   - showsRate: whether to say how many units are done a second; false where `detail` says it
  ///     better.
  package func show(
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

  /// Says something that stays, amid a piece of work that goes on.
  package func note(_ text: String) {
    lock.lock()
    defer { lock.unlock() }
    if shownWidth > 0 { write("\n") }
    shownWidth = 0
    write(text + "\n")
  }

  /// Says something that stays, between two pieces of work.
  package func say(_ text: String) {
    lock.lock()
    defer { lock.unlock() }
    leaveLine()
    write(text + "\n")
  }

  /// Leaves the line that is being rewritten.
  package func endLine() {
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
    // A line that wraps could not be rewritten.
    let line = line.prefix(max(columns() - 1, 20))
    let padding = String(repeating: " ", count: max(0, shownWidth - line.count))
    write("\r" + line + padding)
    shownWidth = line.count
  }

  /// The width of the terminal that standard error is, or 80.
  package static func terminalColumns() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// A rate with as many digits as mean something.
  package static func rounded(_ rate: Double) -> String {
    rate >= 100 ? "\(Int(rate.rounded()))" : "\((rate * 10).rounded() / 10)"
  }

  /// A duration as a person says it: `42 s`, `3 min 20 s`, `2 h 05 min`.
  package static func duration(_ seconds: Double) -> String {
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
