import Evaluation
import Foundation

extension Evaluation {
  /// Returns the scores of the run and of its baselines, a row each; nil without categories.
  ///
  /// - Parameter columns: the width of the terminal. On a narrow one, the numbers are below the names.
  public func shortTable(columns: Int = 80) -> String? {
    let tables = MetricsTable.tables(of: self)
    guard tables.count > 1 else { return nil }
    let (nameWidth, numberWidth) = (40, 10)
    let isNarrow = columns < 2 + nameWidth + 3 * numberWidth
    func row(_ name: String, _ numbers: [String]) -> String {
      let cells = numbers.map { String(repeating: " ", count: max(0, numberWidth - $0.count)) + $0 }
        .joined()
      if isNarrow { return (name.isEmpty ? "" : "  " + name + "\n") + "  " + cells }
      return "  " + name.padding(toLength: nameWidth, withPad: " ", startingAt: 0) + cells
    }
    func number(_ value: MetricsTable.Value?) -> String {
      value.map { String(format: "%.2f", $0.value) } ?? ""
    }
    let rows = zip(tables[0].rows, tables[1].rows).map { frames, videos in
      row(
        frames.name,
        [
          number(frames.values[.conditionalEntropyBits]),
          number(videos.values[.conditionalEntropyBits]), number(videos.values[.purity]),
        ])
    }
    let header = "Conditional entropy in bits, lower is better; purity of the videos' clusters:"
    return ([header, row("", ["frames", "videos", "purity"])] + rows).joined(separator: "\n")
  }
}
