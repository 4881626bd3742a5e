import Basics

/// Shows the progress of training on a `ProgressDisplay`.
public final class ConsoleSink: TrainingSink {
  /// Always nil, because a failing console does no harm.
  public let failure: String? = nil

  private let display: ProgressDisplay
  private let title: String
  private let steps: Int
  private let epochs: Int
  private let unit: String
  private let trivialLosses: ClosedRange<Double>?

  /// The steps taken so far.
  private var step = 0
  /// The step of the epoch that was shown last.
  private var shownStep: Int?
  private var checkpoint: String?
  /// How often each kind of warning came, and its last text.
  private var warnings: [String: (count: Int, last: String)] = [:]

  /// Creates a sink.
  ///
  /// - Parameters:
  ///   - display: shows the progress.
  ///   - title: the title of the progress lines, such as `training`.
  ///   - steps: steps of the whole training.
  ///   - epochs: epochs of the whole training.
  ///   - unit: what one example is called in the plural, such as `pairs`.
  ///   - trivialLosses: the losses of networks that have learned nothing but a scale, if known.
  public init(
    _ display: ProgressDisplay, title: String = "training", steps: Int, epochs: Int,
    unit: String = "pairs",
    trivialLosses: ClosedRange<Double>? = nil
  ) {
    self.display = display
    self.title = title
    self.steps = steps
    self.epochs = epochs
    self.unit = unit
    self.trivialLosses = trivialLosses
  }

  /// Shows an event as a progress line or as a note.
  ///
  /// Of the epochs, the first is shown, then one after each tenth of the training; the last one is the end of the
  /// progress line. A terminal also gets the label-free metrics of these epochs. Checkpoints wait for ``finish(showsCheckpoint:)``.
  ///
  /// - Parameter event: the event.
  public func record(_ event: TrainingEvent) {
    switch event {
    case .step(let step):
      self.step = step.step
      show(step.epoch, loss: Self.rounded(step.loss), step.pairsPerSecond)
    case .epoch(let epoch):
      let loss = Self.rounded(epoch.loss) + remark(on: epoch.loss)
      if step >= steps { return show(epoch.epoch, loss: loss) }
      guard shownStep.map({ (step - $0) * 10 >= steps }) ?? true else { return }
      shownStep = step
      display.note(
        "\(prefix)epoch \(epoch.epoch) of \(epochs): loss \(loss)"
          + (display.timeLeft(of: title).map { ", \($0) left" } ?? ""))
    case .labelFree(let record):
      guard step >= steps || shownStep == step else { return }
      display.mention("\(prefix)epoch \(record.epoch) without labels: \(record.sentence)")
    case .checkpoint(let path):
      checkpoint = path
    case .warning(_, let text):
      warn(text)
    }
  }

  /// Says what is known at the end: the last checkpoint, and how many warnings were left out.
  ///
  /// - Parameter showsCheckpoint: whether the path of the last checkpoint is of use.
  public func finish(showsCheckpoint: Bool = true) {
    for (_, repeated) in warnings.sorted(by: { $0.key < $1.key }) where repeated.count > 2 {
      display.say("warning: \(repeated.count - 2) more of this kind, the last: \(repeated.last)")
    }
    if showsCheckpoint, let checkpoint { display.say("checkpoint:", whole: checkpoint) }
    (warnings, checkpoint) = ([:], nil)
  }

  private var prefix: String { title == "training" ? "" : title + ", " }

  private func show(_ epoch: Int, loss: String, _ examplesPerSecond: Double? = nil) {
    let speed = examplesPerSecond.map { "\(ProgressDisplay.rounded($0)) \(unit)/s" }
    display.show(
      title, done: step, of: steps, unit: "steps",
      details: [epochs > 1 ? "epoch \(epoch) of \(epochs)" : nil, "loss \(loss)", speed]
        .compactMap { $0 },
      showsRate: false)
  }

  /// Says a warning.
  ///
  /// Of warnings that differ in numbers alone, two are said and the others counted.
  private func warn(_ text: String) {
    let kind = text.replacing(/[0-9]+/, with: "0")
    let count = (warnings[kind]?.count ?? 0) + 1
    warnings[kind] = (count, text)
    if count <= 2 { display.note("warning: \(text)") }
  }

  private func remark(on loss: Double) -> String {
    guard let idle = trivialLosses, idle.contains(loss) else { return "" }
    return " (from \(Self.rounded(idle.lowerBound)) to \(Self.rounded(idle.upperBound)): nothing "
      + "learned yet)"
  }

  /// Formats a loss with four decimal places.
  private static func rounded(_ loss: Double) -> String {
    guard loss.isFinite, abs(loss) < 1e6 else { return "\(loss)" }
    let scaled = Int((loss * 10_000).rounded())
    let digits = String(10_000 + abs(scaled) % 10_000).dropFirst()
    return "\(scaled < 0 ? "-" : "")\(abs(scaled) / 10_000).\(digits)"
  }
}
