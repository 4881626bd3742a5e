import Evaluation
import Foundation
import Numerics

extension Evaluation {
  /// The metrics of the run and of its baselines, a line each, for a terminal of 80 columns; nil without categories.
  public var shortTable: String? {
    guard let metrics else { return nil }
    var rows = [("what was learned", metrics)]
    rows += Baseline.allCases.compactMap { baseline in
      baselines.scores[baseline].map { (baseline.title, $0) }
    }
    let width = 40
    func line(_ name: String, _ numbers: [String]) -> String {
      "  " + name.padding(toLength: width, withPad: " ", startingAt: 0)
        + numbers.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }.joined()
    }
    func bits(_ value: Double) -> String { String(format: "%.2f", value) }
    var lines = [
      line("conditional entropy in bits, lower is better", []).trimmingCharacters(in: .whitespaces),
      line("", ["frames", "videos", "purity"]),
    ]
    lines += rows.map { name, metrics in
      line(
        name,
        [
          bits(metrics.rows.conditionalEntropyBits), bits(metrics.groups.conditionalEntropyBits),
          bits(metrics.groups.purity),
        ])
    }
    if let chance = baselines.permutedLabels {
      lines.append(
        line(
          "chance (permuted labels)",
          [
            bits(chance.rows.conditionalEntropyBits.mean),
            bits(chance.groups.conditionalEntropyBits.mean),
            bits(chance.groups.purity.mean),
          ]))
    }
    return lines.joined(separator: "\n")
  }
}
