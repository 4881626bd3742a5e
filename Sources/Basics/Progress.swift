import Foundation

/// Shows the progress of long work: its title, the time left, how much is done, and what is known of it.
///
/// On a terminal, one line is rewritten, and what doesn't fit is left out. A log gets few lines: one at the end of
/// each stage; one after a minute and then every ten minutes, if nothing else was written. Everything goes
/// to standard error, because standard output is for results.
public final class ProgressDisplay: @unchecked Sendable {
  // Unchecked: every method holds `lock` while it reads or changes the fields below.
  private let lock = NSLock()
  let isTerminal: Bool
  private let columns: () -> Int
  private let write: (String) -> Void
  private let now: () -> ContinuousClock.Instant

  /// Each piece of work that was begun, by its title.
  private var works: [String: Work] = [:]
  /// The title of the work that was shown last.
  private var title: String?
  private var stage: (title: String, start: ContinuousClock.Instant, hasShown: Bool)?
  /// The progress line at the bottom of the terminal.
  private var bottom: String?
  private var lastShown: ContinuousClock.Instant?
  private var lastWritten: ContinuousClock.Instant
  /// Whether the log has a sign of life of this stage.
  private var hasSign = false
  /// How often each remark came, and how often the user knows of.
  private var remarks: [String: (count: Int, said: Int)] = [:]

  /// The longest time between two lines of a log.
  private static let silence = Duration.seconds(600)
  /// The time until the first sign of life in a stage.
  private static let firstSilence = Duration.seconds(60)

  /// Opens a display.
  ///
  /// - Parameters:
  ///   - isTerminal: whether lines can be rewritten.
  ///   - columns: returns the width of the terminal; it is asked for every line, because users change it.
  ///   - write: writes text.
  ///   - now: reads the clock.
  public init(
    isTerminal: Bool = Terminal.isRewritable(STDERR_FILENO),
    columns: @escaping () -> Int = { Terminal.columns(of: STDERR_FILENO) },
    write: @escaping (String) -> Void = StandardError.write,
    now: @escaping () -> ContinuousClock.Instant = { ContinuousClock().now }
  ) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.write = write
    self.now = now
    lastWritten = now()
  }

  // MARK: Progress

  /// Shows the progress of a piece of work, unless it was shown a moment ago.
  ///
  /// - Parameters:
  ///   - title: the name of the work. The title of earlier work that was not finished continues it.
  ///   - done: the number of units that are done. A smaller number than before begins a new piece of
  ///     work.
  ///   - total: the number of units in all.
  ///   - unit: the unit, such as `videos`.
  ///   - details: more to show, the most important first. On a narrow terminal the last ones are left out.
  ///   - showsRate: whether to show the units per second; false if `details` have a better rate.
  public func show(
    _ title: String, done: Int, of total: Int, unit: String, details: [String] = [],
    showsRate: Bool = true
  ) {
    lock.lock()
    defer { lock.unlock() }
    let time = now()
    let isNew = title != self.title
    let before = works[title].flatMap { earlier in
      earlier.continues(to: done, of: total, isNew: isNew) ? earlier : nil
    }
    // Outside a stage, a line that is finished was written already.
    if stage == nil, !isNew, let before, before.isFinished { return }
    if stage == nil, before == nil { hasSign = false }
    let work = Work(
      start: before?.start ?? time, first: before?.first ?? done, done: done, total: total,
      unit: unit, details: details, showsRate: showsRate)
    (works[title], self.title) = (work, title)
    stage?.hasShown = true
    if work.isFinished, stage == nil {
      settle(title, work.parts(at: time))
    } else if isTerminal {
      guard
        isNew || work.isFinished || lastShown.map({ time - $0 >= .milliseconds(200) }) ?? true
      else { return }
      lastShown = time
      draw(ProgressLine.text(title, work.parts(at: time), fitting: columns() - 1))
    } else if time - lastWritten >= (hasSign ? Self.silence : Self.firstSilence) {
      hasSign = true
      put(ProgressLine.text(title, work.parts(at: time), fitting: .max))
    }
  }

  /// Does a stage of a job.
  ///
  /// Its pieces of work share one line, which ends with the time that the stage took. The line also has the numbers of the work that has the stage's title. If the work throws, the line says when it
  /// stopped. A stage that shows nothing has no line. A stage inside another one has no line of its own.
  ///
  /// - Parameters:
  ///   - title: the name of the stage.
  ///   - work: the work.
  /// - Returns: the work's result.
  /// - Throws: the work's errors.
  public func stage<Result>(_ title: String, _ work: () throws -> Result) rethrows -> Result {
    guard begin(title) else { return try work() }
    do {
      let result = try work()
      end("took")
      return result
    } catch {
      end("stopped after")
      throw error
    }
  }

  private func begin(_ title: String) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    guard stage == nil else { return false }
    (stage, works, hasSign, self.title) = ((title, now(), false), [:], false, nil)
    return true
  }

  private func end(_ verb: String) {
    lock.lock()
    defer { lock.unlock() }
    guard let ended = stage else { return }
    let took = verb + " " + Self.duration((now() - ended.start) / .seconds(1))
    let numbers = works[ended.title].map { [$0.amount] + $0.details } ?? []
    stage = nil
    if ended.hasShown { settle(ended.title, [took] + numbers) } else { clear() }
    (works, title) = ([:], nil)
    count()
  }

  /// Gives a log a sign of life of work that has reported nothing for ten minutes.
  package func beat() {
    lock.lock()
    defer { lock.unlock() }
    let time = now()
    guard !isTerminal, stage != nil, let title, let work = works[title],
      time - lastWritten >= Self.silence
    else { return }
    put("\(title): \(work.amount), \(Self.duration((time - work.start) / .seconds(1))) so far")
  }

  /// Returns the time that a piece of work will still take, such as `3 min 20 s`; nil if it is unknown.
  package func timeLeft(of title: String) -> String? {
    lock.lock()
    defer { lock.unlock() }
    return works[title]?.timeLeft(at: now())
  }

  // MARK: Lines that stay

  /// Writes a line that stays, while a piece of work continues.
  ///
  /// A line that was written before is not repeated, but counted; the count follows at the end of the stage.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - whole: a path or a command that people copy; it follows the text and is never broken.
  public func note(_ text: String, whole: String = "") {
    lock.lock()
    defer { lock.unlock() }
    let line = bottom
    remark(text, whole)
    if let line { draw(line) }
  }

  /// Writes a line that stays, between two pieces of work.
  ///
  /// A line that was written before is not repeated, but counted; the count follows at the end of the stage.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - whole: a path or a command that people copy; it follows the text and is never broken.
  public func say(_ text: String, whole: String = "") {
    lock.lock()
    defer { lock.unlock() }
    title = nil
    remark(text, whole)
  }

  /// Writes lines that only somebody at a terminal needs; a log does not get them.
  ///
  /// - Parameter text: the lines.
  public func mention(_ text: String) {
    guard isTerminal else { return }
    for line in text.split(separator: "\n") { note(String(line)) }
  }

  /// Removes a line that is being rewritten, and says how often remarks came that were said once.
  public func endLine() {
    lock.lock()
    defer { lock.unlock() }
    clear()
    title = nil
    count()
  }

  private func remark(_ text: String, _ whole: String) {
    let (text, whole) = (PlainLine.text(text), PlainLine.text(whole))
    let key = text + "\n" + whole
    remarks[key, default: (0, 0)].count += 1
    guard remarks[key]?.count == 1 else { return }
    remarks[key]?.said = 1
    put(text, whole: whole)
  }

  /// Writes how often remarks came that were not repeated.
  private func count() {
    for (key, remark) in remarks.sorted(by: { $0.key < $1.key }) where remark.count > remark.said {
      remarks[key]?.said = remark.count
      let text = key.replacing("\n", with: " ").trimmingCharacters(in: .whitespaces)
      put("\(remark.count) times: \(text)")
    }
  }

  // MARK: Writing

  /// Writes a progress line that stays.
  private func settle(_ title: String, _ parts: [String]) {
    put(title + ": " + parts.joined(separator: ", "))
    lastShown = nil
  }

  private func put(_ text: String, whole: String = "") {
    clear()
    lastWritten = now()
    guard isTerminal else {
      return write(text + (whole.isEmpty ? "" : " " + whole) + "\n")
    }
    write(
      TerminalText.wrapped(text, whole: whole, to: columns()) + "\n")
  }

  private func draw(_ line: String) {
    write("\r" + PlainLine.text(line) + Self.eraseRest)
    bottom = line
  }

  private func clear() {
    if bottom != nil { write("\r" + Self.eraseRest) }
    bottom = nil
  }

  /// The control sequence EL of ECMA-48: erases from the cursor to the end of the line.
  private static let eraseRest = "\u{1B}[K"
}
