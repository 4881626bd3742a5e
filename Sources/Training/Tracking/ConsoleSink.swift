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
  /// - Parameter event: the event.
  public func record(_ event: TrainingEvent) {
    switch event {
    case .step(let step):
      display.show(
        title, done: step.step, of: steps, unit: "steps",
        detail: "epoch \(step.epoch) of \(epochs), loss \(Self.rounded(step.loss)), "
          + "\(ProgressDisplay.rounded(step.pairsPerSecond)) \(unit)/s", showsRate: false)
    case .epoch(let epoch):
      display.note(
        "\(title == "training" ? "" : title + ", ")epoch \(epoch.epoch) of \(epoch.epochs): "
          + "loss \(Self.rounded(epoch.loss))" + remark(on: epoch.loss))
    case .labelFree(let record):
      display.note("epoch \(record.epoch) without labels: \(record.sentence)")
    case .checkpoint(let path):
      display.note("checkpoint: \(path)")
    case .warning(_, let text):
      display.note("warning: \(text)")
    }
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
