import Basics
import Foundation

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
