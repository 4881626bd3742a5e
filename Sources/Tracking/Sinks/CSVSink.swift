import Basics
import Foundation

/// Writes two tables for spreadsheets: `tracking/steps.csv` and `tracking/epochs.csv`.
public final class CSVSink: TrackingSink {
  /// `csv`.
  public let name = "csv"

  private let steps: AppendedFile
  private let epochs: AppendedFile

  /// The columns of a step's numbers.
  private static let columns = [
    "loss", "learning_rate", "pairs_per_second", "data_wait", "feature_std", "dead_features",
  ]

  /// Creates the sink.
  ///
  /// - Parameter folder: the folder of the tables, which must exist.
  public init(folder: String) {
    steps = AppendedFile(folder + "/steps.csv", key: "steps")
    epochs = AppendedFile(folder + "/epochs.csv", key: "epochs")
  }

  /// Appends a row for each step and each epoch.
  public func deliver(_ entries: [JournalEntry], state: SinkState) throws {
    try append(
      entries.filter { $0.event.kind == .step }.map { entry in
        let event = entry.event
        return Self.beginning(of: event, event.step)
          + Self.columns.map { Self.number(event.values?[$0] ?? nil) }
      }, to: steps, header: ["time", "stage", "epoch", "step"] + Self.columns, state)
    try append(
      entries.filter { $0.event.kind == .epoch }.map { entry in
        let event = entry.event
        return Self.beginning(of: event, event.step)
          + [Self.number(event.values?["loss"] ?? nil)]
      }, to: epochs, header: ["time", "stage", "epoch", "step", "loss"], state)
  }

  private func append(
    _ rows: [[String]], to file: AppendedFile, header: [String], _ state: SinkState
  ) throws {
    guard !rows.isEmpty else { return }
    let all = file.isEmpty(state) ? [header] + rows : rows
    try file.append(Array(all.map(CommaSeparated.row).joined().utf8), state: state)
  }

  private static func beginning(of event: TrackedEvent, _ step: Int?) -> [String] {
    [
      event.time.formatted(.iso8601), event.stage ?? "", event.epoch.map(String.init) ?? "",
      step.map(String.init) ?? "",
    ]
  }

  private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
}
