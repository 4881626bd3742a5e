import Evaluation
import Foundation

extension Evaluation {
  /// The scores of the run and of its baselines, a line each, for a terminal of 80 columns; nil without categories.
  public var shortTable: String? {
    let tables = MetricsTable.tables(of: self)
    guard tables.count > 1 else { return nil }
    func line(_ name: String, _ numbers: [String]) -> String {
      "  " + name.padding(toLength: 40, withPad: " ", startingAt: 0)
        + numbers.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }.joined()
    }
    func number(_ value: MetricsTable.Value?) -> String {
      value.map { String(format: "%.2f", $0.value) } ?? ""
    }
    let rows = zip(tables[0].rows, tables[1].rows).map { frames, videos in
      line(
        frames.name,
        [
          number(frames.values[.conditionalEntropyBits]),
          number(videos.values[.conditionalEntropyBits]), number(videos.values[.purity]),
        ])
    }
    let header = ["Conditional entropy in bits, lower is better; purity of the videos' clusters:"]
    return (header + [line("", ["frames", "videos", "purity"])] + rows).joined(separator: "\n")
  }
}
