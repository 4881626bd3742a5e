import Basics
import Foundation

/// Writes a training log with one line of JSON for each step: `RUN/metrics.jsonl`.
public final class JSONLinesSink: TrainingSink {
  private let path: String
  private let descriptor: Int32
  private let now: () -> Date

  /// Why the file could not be written; nil if it could.
  public private(set) var failure: String?

  /// Opens the log and removes the lines after the step that training resumes from.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - step: steps taken so far; later steps in the log are in no checkpoint and will be repeated.
  ///   - now: returns the current time.
  /// - Throws: `SystemCallError`.
  public init(_ path: String, continuingAfter step: Int, now: @escaping () -> Date = Date.init)
    throws
  {
    self.path = path
    self.now = now
    let kept = try Self.lines(of: path, upTo: step)
    try DurableFile.write(kept, to: path)
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
  }

  deinit {
    close(descriptor)
  }

  /// Writes a step, label-free metrics or a warning as one line; other events are not written.
  ///
  /// - Parameter event: the event.
  public func record(_ event: TrainingEvent) {
    switch event {
    case .step(let step): write(step)
    case .warning(let step, let text):
      write(["\"step\":\(step)", "\"warning\":\(Self.quoted(text))"])
    case .labelFree(let record): write(record)
    case .epoch, .checkpoint: break
    }
  }

  private func write(_ step: StepRecord) {
    write([
      "\"step\":\(step.step)",
      "\"epoch\":\(step.epoch)",
      "\"loss\":\(Self.number(step.loss))",
      "\"pairs_per_second\":\(Self.number(step.pairsPerSecond))",
      "\"data_wait\":\(Self.number(step.dataWait))",
      "\"lr\":\(Self.number(step.learningRate))",
      "\"feature_std\":\(Self.number(step.featureDeviation))",
      "\"dead_features\":\(Self.number(step.deadShare))",
    ])
  }

  private func write(_ record: LabelFreeRecord) {
    let measures = record.measures.map { "\"\($0.name)\":\(Self.number($0.value))" }
    write([
      "\"step\":\(record.step)",
      "\"judgement\":{\((["\"epoch\":\(record.epoch)"] + measures).joined(separator: ","))}",
    ])
  }

  private func write(_ fields: [String]) {
    guard failure == nil else { return }
    let time = "\"time\":\"\(now().formatted(.iso8601))\""
    let line = Array(("{" + (fields + [time]).joined(separator: ",") + "}\n").utf8)
    if Foundation.write(descriptor, line, line.count) != line.count {
      failure = SystemCallError(action: "writing", path: path).description
    }
  }

  private static func lines(of path: String, upTo step: Int) throws -> String {
    guard Folder.isFile(path) else { return "" }
    let text = try BoundedFile.text(path, atMost: BoundedFile.mostOfTable)
    let kept = text.split(separator: "\n").prefix { line in
      // If the disk was full, the last line may be incomplete.
      guard line.hasSuffix("}"), let match = line.firstMatch(of: /"step":(\d+)/),
        let number = Int(match.1)
      else {
        return false
      }
      return number <= step
    }
    return kept.map { $0 + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    // A text is always valid JSON.
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }

  /// Formats a number as JSON; one that is not finite becomes null.
  private static func number(_ value: Double) -> String {
    value.isFinite ? "\(value)" : "null"
  }
}

/// Reads a log that ``JSONLinesSink`` wrote.
public enum MetricsLog {
  /// One step of the log, with what loss curves need.
  public struct Entry: Decodable, Equatable, Sendable {
    /// Steps taken so far.
    public let step: Int
    /// The epoch, from 1.
    public let epoch: Int
    /// The loss; nil if it was not finite.
    public let loss: Double?
    /// The standard deviation of each feature over the batch, averaged over the features; nil if it is unknown.
    public let spread: Double?

    enum CodingKeys: String, CodingKey {
      case step, epoch, loss
      case spread = "feature_std"
    }
  }

  /// Reads the steps of a log.
  ///
  /// Lines that are not steps are skipped, because other programs may add lines.
  ///
  /// - Parameter path: the log's path; a missing file is an empty log.
  /// - Returns: the steps, in order.
  public static func read(_ path: String) -> [Entry] {
    guard let text = try? BoundedFile.text(path, atMost: BoundedFile.mostOfTable) else { return [] }
    let decoder = JSONDecoder()
    return text.split(separator: "\n").compactMap { line in
      try? decoder.decode(Entry.self, from: Data(line.utf8))
    }
  }

  /// The label-free metrics of the features at one step.
  public struct Judged: Decodable, Equatable, Sendable {
    /// Steps taken so far.
    public let step: Int
    private let judgement: [String: Double?]

    /// Returns one metric; nil if the log lacks it.
    ///
    /// - Parameter name: the metric's name, in snake case.
    public func value(_ name: String) -> Double? { judgement[name] ?? nil }
  }

  /// Reads the label-free metrics of a log.
  ///
  /// - Parameter path: the log's path; a missing file is an empty log.
  /// - Returns: the metrics, in order.
  public static func judgements(_ path: String) -> [Judged] {
    lines(path, naming: "judgement")
  }

  /// Reads the warnings of a log.
  ///
  /// - Parameter path: the log's path; a missing file is an empty log.
  /// - Returns: the texts of the warnings, in order.
  public static func warnings(_ path: String) -> [String] {
    struct Line: Decodable { let warning: String? }
    return lines(path, naming: "warning").compactMap { (line: Line) in line.warning }
  }

  /// Decodes the lines that have a given key; lines that can't be decoded are skipped.
  private static func lines<Line: Decodable>(_ path: String, naming name: String) -> [Line] {
    guard let text = try? BoundedFile.text(path, atMost: BoundedFile.mostOfTable) else { return [] }
    let decoder = JSONDecoder()
    return text.split(separator: "\n").filter { $0.contains("\"\(name)\"") }.compactMap { line in
      try? decoder.decode(Line.self, from: Data(line.utf8))
    }
  }

  /// Computes the mean loss of every epoch.
  ///
  /// - Parameter entries: the steps of a log.
  /// - Returns: for every epoch, its last step and its mean loss.
  public static func epochMeans(_ entries: [Entry]) -> [(step: Int, loss: Double)] {
    Dictionary(grouping: entries.filter { $0.loss != nil }, by: \.epoch)
      .sorted { $0.key < $1.key }
      .map { _, entries in
        let losses = entries.compactMap(\.loss)
        return (entries.map(\.step).max() ?? 0, losses.reduce(0, +) / Double(losses.count))
      }
  }
}
