import Evaluation
import Numerics
import Reports

/// Runs side by side as a table, a row a group and a row a baseline.
package struct ComparisonTable: Sendable {
  /// All of it, lines with their ends.
  package let text: String

  /// Lays a table out.
  package init(_ comparison: Comparison) {
    let rows = comparison.rows
    let names = Self.padded([""] + rows.map(\.name))
    let columns = comparison.measures.map { measure in
      Self.column(measure.column, rows.map { Self.cell($0.spreads[measure], measure) })
    }
    let lines = names.indices.map { line in
      Self.withoutEnd(([names] + columns).map { $0[line] }.joined(separator: "   "))
    }
    let notes =
      comparison.measures == ComparisonMeasure.ofScores ? Self.ofScores : Self.ofLabelFree
    let mixed = comparison.groups.compactMap(Self.remark).map { $0 + "\n" }.joined()
    text = lines.joined(separator: "\n") + "\n\n" + notes + "\n" + mixed
  }

  /// A mean, and what follows it.
  private typealias Cell = (mean: String, deviation: String)

  private static func cell(_ spread: Spread?, _ measure: ComparisonMeasure) -> Cell {
    guard let spread else { return (mean: "–", deviation: "") }
    return (
      mean: measure.text(spread.mean),
      deviation: spread.deviation.map { " ± " + measure.text($0) } ?? ""
    )
  }

  /// A column in which the means stand below each other.
  private static func column(_ title: String, _ cells: [Cell]) -> [String] {
    let width = cells.map(\.mean.count).max() ?? 0
    return padded(
      [title]
        + cells.map { cell in
          String(repeating: " ", count: width - cell.mean.count) + cell.mean + cell.deviation
        })
  }

  private static func padded(_ texts: [String]) -> [String] {
    let width = texts.map(\.count).max() ?? 0
    return texts.map { $0 + String(repeating: " ", count: width - $0.count) }
  }

  private static func withoutEnd(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// What a group's frames are grouped by, where that is not the same for all runs.
  private static func remark(on group: ComparisonGroup) -> String? {
    guard Set(group.modalities.compactMap { $0 }).count > 1 else { return nil }
    let counts = Modality.allCases.compactMap { modality -> String? in
      let count = group.modalities.count { $0 == modality }
      return count > 0 ? "\(NumberText.count(count, "run")) by \(modality.rawValue)" : nil
    }
    return "\(group.name): frames are grouped in \(counts.joined(separator: ", "))."
  }

  private static let ofScores = """
    bits: conditional entropy of the categories given the clusters; lower is better.
    nearest %: how often the nearest frame, or video, of another video shows the same.
    ±: sample standard deviation over the runs of a row; those of a group differ in the seed alone.
    """

  private static let ofLabelFree = """
    effective rank: in how many directions the features vary; 1 tells frames hardly apart.
    reach: how near frames of other videos are, from 0, as far as any, to 1, as the next frame.
    seeds, halves agree: adjusted Rand index of clusters from other seeds, of halves of the videos.
    ±: sample standard deviation over the runs of a row; those of a group differ in the seed alone.
    """
}
