import Basics
import Foundation

/// What `unreel watch` shows of a run.
package struct RunView {
  /// What is known of the run.
  package private(set) var overview: RunOverview

  private let path: String
  private let now: () -> Double
  private let isUnicode: Bool
  private var log: LogFollower
  private var motion: LogFollower
  private var saidWarnings = 0
  private var saidStep = 0
  private var saidState: String?
  private var saidTime: Double?

  /// The longest time between two lines of a log.
  private static let silence = 600.0

  /// Looks at a run.
  ///
  /// - Parameters:
  ///   - path: the folder of the run.
  ///   - isUnicode: whether the terminal shows more than ASCII.
  ///   - now: returns the time in seconds since 1970.
  /// - Throws: ``ServingError/notARun(path:)``.
  package init(
    _ path: String, isUnicode: Bool = Self.isUnicode(),
    now: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) throws {
    guard Folder.isFile(path + "/config.yaml") else { throw ServingError.notARun(path: path) }
    (self.path, self.isUnicode, self.now) = (path, isUnicode, now)
    log = LogFollower(path + "/metrics.jsonl")
    motion = LogFollower(path + "/motion.jsonl")
    overview = RunOverview(path, at: path, locks: .current(), now: now())
    look()
  }

  /// Whether somebody works on the run.
  package var isRunning: Bool { overview.state == .running }

  /// Looks again.
  package mutating func look() {
    _ = log.advance()
    _ = motion.advance()
    overview = RunOverview(path, at: path, locks: .current(), now: now())
  }

  /// The whole view: state, progress, chart, warnings, last checkpoint.
  ///
  /// - Parameter columns: how wide a line may be.
  package func lines(columns: Int) -> [String] {
    var lines = TerminalText.wrapped(stateLine, to: columns).split(separator: "\n").map(String.init)
    if let progress = progress(columns: columns) { lines.append(progress) }
    if motion.curves.rows > 0, overview.phase != "training" {
      lines.append(
        "motion network: \(motion.curves.rows) steps, loss \(Self.rounded(lastLoss(motion)))")
    }
    let chart = TerminalChart(log.curves, isUnicode: isUnicode).lines(columns: columns)
    if !chart.isEmpty {
      lines.append("loss, steps \(log.curves.firstStep) to \(log.curves.lastStep):")
      lines += chart
    }
    let count = log.warningCount + motion.warningCount
    for warning in (log.warnings + motion.warnings).suffix(3) {
      lines += Self.wrapped("warning at step \(warning.step): \(warning.warning)", columns)
    }
    if count > 3 { lines.append("\(count - 3) more warnings in metrics.jsonl") }
    lines += TerminalText.wrapped(
      checkpoint.map { "checkpoint:" + $0.age } ?? "no checkpoint yet",
      whole: checkpoint?.path ?? "",
      to: columns
    ).split(separator: "\n").map(String.init)
    if overview.hasReport {
      lines += TerminalText.wrapped(
        "report:", whole: PlainLine.text(path + "/report.html"), to: columns
      )
      .split(separator: "\n").map(String.init)
    }
    return lines
  }

  /// What a log should get now: nothing, most of the time.
  ///
  /// - Returns: new warnings; a line at a new state, at each tenth of the training, and after ten minutes.
  package mutating func news() -> [String] {
    var lines: [String] = []
    let count = log.warningCount + motion.warningCount
    if count > saidWarnings {
      let new = (log.warnings + motion.warnings).suffix(min(count - saidWarnings, 3))
      lines += new.map { PlainLine.text("warning at step \($0.step): \($0.warning)") }
      saidWarnings = count
    }
    let state = overview.state.rawValue + ", " + overview.phase
    let (step, time) = (overview.step ?? 0, now())
    let isNew = state != saidState
    let isFar = overview.steps.map { (step - saidStep) * 10 >= $0 } ?? (step - saidStep >= 1000)
    guard isNew || isFar || time - (saidTime ?? time) >= Self.silence else { return lines }
    (saidState, saidStep, saidTime) = (state, step, time)
    if isNew { lines.append(stateLine) }
    if let progress = progress(columns: .max) { lines.append(progress) }
    return lines
  }

  /// Tells whether the user's locale has UTF-8, as the C library decides it.
  package static func isUnicode(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Bool {
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty } ?? ""
    return locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
  }

  private var stateLine: String {
    PlainLine.text(path + ": " + overview.state.rawValue)
      + (overview.phase.isEmpty ? "" : ", " + overview.phase)
      + (overview.method.map { " (" + PlainLine.text($0) + ")" } ?? "")
  }

  private func progress(columns: Int) -> String? {
    guard let step = overview.step else { return nil }
    let left = overview.secondsLeft.map { ProgressDisplay.duration($0) + " left" }
    let amount = overview.steps.map { "\(step) of \($0) steps" } ?? "\(step) steps"
    let epoch = overview.epoch.map { "epoch \($0)" + (overview.epochs.map { " of \($0)" } ?? "") }
    let speed = overview.pairsPerSecond.map { "\(ProgressDisplay.rounded($0)) \(unit)/s" }
    return ProgressLine.text(
      "training",
      [left, amount, epoch, "loss " + Self.rounded(overview.loss), speed].compactMap { $0 },
      fitting: columns)
  }

  /// What an example is, as `unreel run` calls it.
  private var unit: String {
    let method = overview.method ?? ""
    return method == "fine-tuning" ? "frames" : method.hasSuffix("quadruplet") ? "tuples" : "pairs"
  }

  private var checkpoint: (path: String, age: String)? {
    let folder = path + "/checkpoints"
    guard let name = try? BoundedFile.text(folder + "/latest", atMost: 4096) else { return nil }
    let file = folder + "/" + name.trimmingCharacters(in: .whitespacesAndNewlines)
    var information = stat()
    guard stat(file, &information) == 0 else { return nil }
    let age = now() - Double(information.st_mtim.tv_sec)
    return (
      PlainLine.text(file), isRunning && age >= 0 ? " \(ProgressDisplay.duration(age)) ago:" : ""
    )
  }

  private func lastLoss(_ log: LogFollower) -> Double? {
    log.curves.columns[LogColumn.loss.rawValue].last { $0.count > 0 }.map { Double($0.mean) }
  }

  private static func rounded(_ loss: Double?) -> String {
    loss.map { abs($0) < 1e6 ? String(format: "%.4f", $0) : "\($0)" } ?? "unknown"
  }

  private static func wrapped(_ text: String, _ columns: Int) -> [String] {
    TerminalText.wrapped(PlainLine.text(text), to: columns).split(separator: "\n").map(String.init)
  }
}
