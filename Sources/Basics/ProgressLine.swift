/// A piece of work that a ``ProgressDisplay`` shows.
struct Work {
  var start: ContinuousClock.Instant
  /// How much was done at the start.
  var first: Int
  var done: Int
  var total: Int
  var unit: String
  var details: [String]
  var showsRate: Bool

  var isFinished: Bool { done >= total }

  /// Returns whether a later amount belongs to the same piece of work; `isNew` if another work was shown since.
  func continues(to done: Int, of total: Int, isNew: Bool) -> Bool {
    isFinished ? !isNew && (done, total) == (self.done, self.total) : self.done <= done
  }

  /// For example `120 of 900 steps`.
  var amount: String { "\(done) of \(total) \(unit)" }

  /// Returns the time left, the amount, the details and the rate: the most important first.
  func parts(at time: ContinuousClock.Instant) -> [String] {
    let seconds = (time - start) / .seconds(1)
    let rate = rate(at: time)
    let duration =
      isFinished
      ? "took \(ProgressDisplay.duration(seconds))" : timeLeft(at: time).map { $0 + " left" }
    let speed = showsRate ? rate.map { "\(ProgressDisplay.rounded($0)) \(unit)/s" } : nil
    return [duration, amount].compactMap { $0 } + details + [speed].compactMap { $0 }
  }

  func timeLeft(at time: ContinuousClock.Instant) -> String? {
    rate(at: time).map { ProgressDisplay.duration(Double(total - done) / $0) }
  }

  /// The units per second; nil as long as it is unknown.
  private func rate(at time: ContinuousClock.Instant) -> Double? {
    let seconds = (time - start) / .seconds(1)
    return done > first && seconds > 0.5 ? Double(done - first) / seconds : nil
  }
}

/// Lays out progress lines.
package enum ProgressLine {
  /// Joins a title and as many parts as fit.
  ///
  /// If the title and the first part are too wide, the title loses its last words.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - parts: the most important first; those at the end are left out whole.
  ///   - width: the columns that the line may take.
  package static func text(_ title: String, _ parts: [String], fitting width: Int) -> String {
    guard let first = parts.first else { return title }
    var words = title.split(separator: " ")
    var line = title + ": " + first
    while TerminalText.columns(of: line) > width, !words.isEmpty {
      words.removeLast()
      line = (words.isEmpty ? "" : words.joined(separator: " ") + "…: ") + first
    }
    for part in parts.dropFirst() {
      let longer = line + ", " + part
      if TerminalText.columns(of: longer) > width { break }
      line = longer
    }
    return line
  }
}

extension ProgressDisplay {
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
