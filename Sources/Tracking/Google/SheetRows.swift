import Foundation

/// Turns events into the cells of a sheet: each event has its row, or none, and the row's number follows from the
/// events before it.
struct SheetRows {
  /// When a row is written.
  enum Pace: Equatable, Sendable {
    /// At the end of every epoch.
    case epochs
    /// After so many steps.
    case steps(Int)
  }

  /// A cell.
  enum Cell: Equatable {
    case empty
    case text(String)
    case number(Double)
  }

  /// What is kept between deliveries.
  struct Progress: Codable, Equatable {
    /// The next row, from 0: that of the header.
    var next = 0
    /// When the run began, in seconds since 1970.
    var began: Double?
    /// The last learning rate of each training.
    var rates: [String: Double] = [:]
    /// The last rows with a step.
    var rows: [Row] = []
    /// Checkpoints whose rows have not come.
    var saved: [Row] = []
    /// The rows that the sheet has room for.
    var room = 0

    /// A step and its row.
    struct Row: Codable, Equatable {
      var stage: String
      var step: Int
      var number: Int
    }
  }

  /// How many rows with a step are remembered: a checkpoint comes soon after its step.
  private static let remembered = 200
  /// The column that tells whether there is a checkpoint.
  static let savedColumn = 3
  /// The longest text of a cell; Google takes 50 000 characters.
  private static let longestText = 5000

  private let pace: Pace
  private let zone: TimeZone
  private(set) var progress: Progress
  /// New rows by their numbers.
  private(set) var rows: [Int: [Cell]] = [:]
  /// Rows of earlier deliveries whose checkpoint came.
  private(set) var saved: [Int] = []

  init(_ progress: Progress, pace: Pace, zone: TimeZone) {
    (self.progress, self.pace, self.zone) = (progress, pace, zone)
  }

  /// Adds an event.
  mutating func add(_ event: TrackedEvent) {
    if progress.next == 0 { addHeader() }
    switch event.kind {
    case .began:
      let isFirst = progress.began == nil
      if isFirst { progress.began = event.time.timeIntervalSince1970 }
      let version = event.text.map { "unreel \($0)" } ?? "unreel"
      append(event, what: isFirst ? "began, \(version)" : "went on, \(version)")
    case .step: addStep(event)
    case .epoch: addEpoch(event)
    case .labelFree: break
    case .file: if event.role == .checkpoint { mark(event) }
    case .stage: append(event, what: event.stage ?? "stage")
    case .result:
      for (name, value) in (event.values ?? [:]).sorted(by: { $0.key < $1.key }) {
        append(event, what: name, value: value)
      }
    case .warning: append(event, what: "warning: \(event.text ?? "")")
    case .error: append(event, what: "error: \(event.text ?? "")")
    case .ended: append(event, what: event.text ?? "ended")
    }
  }

  private mutating func addHeader() {
    rows[0] = [
      "time (\(zone.identifier))", "iteration", "hours", "saved", "loss", "learning rate", "what",
      "value",
    ].map(Cell.text)
    progress.next = 1
  }

  private mutating func addStep(_ event: TrackedEvent) {
    if let rate = event.values?["learning_rate"] ?? nil { progress.rates[event.stage ?? ""] = rate }
    guard case .steps(let count) = pace, let step = event.step, step % max(1, count) == 0 else {
      return
    }
    addIteration(event, step)
  }

  private mutating func addEpoch(_ event: TrackedEvent) {
    if let rate = event.values?["learning_rate"] ?? nil { progress.rates[event.stage ?? ""] = rate }
    if pace == .epochs, let epoch = event.epoch { addIteration(event, epoch) }
  }

  private mutating func addIteration(_ event: TrackedEvent, _ iteration: Int) {
    let stage = event.stage ?? ""
    let step = event.step ?? -1
    // A checkpoint's event need not tell the training.
    let waiting = progress.saved.filter { ["", stage].contains($0.stage) }
    let isSaved = waiting.contains { $0.step == step }
    progress.saved.removeAll { ["", stage].contains($0.stage) && $0.step <= step }
    progress.rows.append(.init(stage: stage, step: step, number: progress.next))
    progress.rows.removeFirst(max(0, progress.rows.count - Self.remembered))
    append(
      event, iteration: iteration, saved: .text(isSaved ? "yes" : "no"),
      loss: event.values?["loss"] ?? nil, rate: progress.rates[stage])
  }

  /// Marks the row of a checkpoint's step.
  private mutating func mark(_ event: TrackedEvent) {
    guard let step = event.step else { return }
    let candidates = progress.rows.filter { event.stage == nil || $0.stage == event.stage }
    // With a row every so many steps, a checkpoint between two rows belongs to the one before.
    let isBetween = if case .steps(let count) = pace { step % max(1, count) != 0 } else { false }
    guard
      let row = candidates.last(where: { isBetween ? $0.step <= step : $0.step == step })
    else {
      progress.saved.append(.init(stage: event.stage ?? "", step: step, number: 0))
      progress.saved.removeFirst(max(0, progress.saved.count - Self.remembered))
      return
    }
    if rows[row.number] != nil {
      rows[row.number]?[Self.savedColumn] = .text("yes")
    } else {
      saved.append(row.number)
    }
  }

  private mutating func append(
    _ event: TrackedEvent, iteration: Int? = nil, saved: Cell = .empty, loss: Double? = nil,
    rate: Double? = nil, what: String? = nil, value: Double? = nil
  ) {
    let hours = progress.began.map { (event.time.timeIntervalSince1970 - $0) / 3600 }
    rows[progress.next] = [
      .text(time(event.time)), number(iteration.map(Double.init)),
      number(hours.map { ($0 * 10_000).rounded() / 10_000 }), saved, number(loss), number(rate),
      what.map { .text(String($0.prefix(Self.longestText))) } ?? .empty, number(value),
    ]
    progress.next += 1
  }

  private func number(_ value: Double?) -> Cell {
    guard let value else { return .empty }
    return value.isFinite ? .number(value) : .text("\(value)")
  }

  private func time(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second], from: date)
    func two(_ number: Int?) -> String { String("0\(number ?? 0)".suffix(2)) }
    return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) "
      + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
  }
}
