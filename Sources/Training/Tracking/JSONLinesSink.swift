import Basics
import Foundation

/// A line of JSON a step, in `RUN/metrics.jsonl`.
public final class JSONLinesSink: TrainingSink {
  private let path: String
  private let descriptor: Int32
  private let now: () -> Date

  /// Why the file could not be written, if it could not.
  public private(set) var failure: String?

  /// Opens the file, and drops what it holds beyond the step that training goes on from.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - step: steps taken so far; later ones were lost with the checkpoint that was not written.
  ///   - now: the clock.
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

  /// Writes a step, a judgement or a warning as one line; other events are not written.
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
      // Where the disk was full, the last line may be half there.
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

  /// A number as JSON has it; one that is not finite is null.
  private static func number(_ value: Double) -> String {
    value.isFinite ? "\(value)" : "null"
  }
}

/// Reads back what ``JSONLinesSink`` wrote.
public enum MetricsLog {
  /// One step of the log, as far as curves need it.
  public struct Entry: Decodable, Equatable, Sendable {
    /// Steps taken so far.
    public let step: Int
    /// The epoch, from 1.
    public let epoch: Int
    /// The loss; nil where it was not finite.
    public let loss: Double?
  }

  /// Reads a log; lines that are no steps are passed over, as other programs may add some.
  ///
  /// - Parameter path: `RUN/metrics.jsonl`; a file that is not there is an empty log.
  public static func read(_ path: String) -> [Entry] {
    guard let text = try? BoundedFile.text(path, atMost: BoundedFile.mostOfTable) else { return [] }
    let decoder = JSONDecoder()
    return text.split(separator: "\n").compactMap { line in
      try? decoder.decode(Entry.self, from: Data(line.utf8))
    }
  }

  /// What a log says of the features at one step, judged without labels.
  public struct Judged: Decodable, Equatable, Sendable {
    /// Steps taken so far.
    public let step: Int
    private let judgement: [String: Double?]

    /// One of the numbers; nil where the log lacks it.
    public func value(_ name: String) -> Double? { judgement[name] ?? nil }
  }

  /// The judgements of a log, in order.
  ///
  /// - Parameter path: `RUN/metrics.jsonl`; a file that is not there has none.
  public static func judgements(_ path: String) -> [Judged] {
    lines(path, naming: "judgement")
  }

  /// The warnings of a log, in order.
  ///
  /// - Parameter path: `RUN/metrics.jsonl`; a file that is not there has none.
  public static func warnings(_ path: String) -> [String] {
    struct Line: Decodable { let warning: String? }
    return lines(path, naming: "warning").compactMap { (line: Line) in line.warning }
  }

  /// The lines that have something of a name; one that is cut, or another program's, is passed over.
  private static func lines<Line: Decodable>(_ path: String, naming name: String) -> [Line] {
    guard let text = try? BoundedFile.text(path, atMost: BoundedFile.mostOfTable) else { return [] }
    let decoder = JSONDecoder()
    return text.split(separator: "\n").filter { $0.contains("\"\(name)\"") }.compactMap { line in
      try? decoder.decode(Line.self, from: Data(line.utf8))
    }
  }

  /// The mean loss of every epoch, at the epoch's last step.
  public static func epochMeans(_ entries: [Entry]) -> [(step: Int, loss: Double)] {
    Dictionary(grouping: entries.filter { $0.loss != nil }, by: \.epoch)
      .sorted { $0.key < $1.key }
      .map { _, entries in
        let losses = entries.compactMap(\.loss)
        return (entries.map(\.step).max() ?? 0, losses.reduce(0, +) / Double(losses.count))
      }
  }
}
