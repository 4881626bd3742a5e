import Basics
import Evaluation
import Numerics
import Reports

/// A comparison as a table, with one row for each group and one for each baseline.
package struct ComparisonTable: Sendable {
  /// The table and the notes below it; every line ends in a line break.
  package let text: String

  /// Lays out the table.
  ///
  /// - Parameter comparison: the runs to show.
  package init(_ comparison: Comparison) {
    let rows = comparison.rows
    let names = Self.padded(["", ""] + rows.map(\.name))
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

  /// A mean, and the deviation that stands behind it.
  private typealias Cell = (mean: String, deviation: String)

  private static func cell(_ spread: Spread?, _ measure: ComparisonMeasure) -> Cell {
    guard let spread else { return (mean: "–", deviation: "") }
    return (
      mean: measure.text(spread.mean),
      deviation: spread.deviation.map { " ± " + measure.text($0) } ?? ""
    )
  }

  /// Returns a column in which the means are aligned, below a title of two lines.
  private static func column(_ title: String, _ cells: [Cell]) -> [String] {
    let width = cells.map(\.mean.count).max() ?? 0
    // Such as `frames: bits`; with titles of one line the table would be wider than a terminal.
    let parts = title.split(separator: " ", maxSplits: 1).map(String.init)
    return padded(
      (parts.count > 1 ? parts : ["", title])
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

  /// Returns a note on a group whose runs cluster their frames by different modalities.
  private static func remark(on group: ComparisonGroup) -> String? {
    guard Set(group.modalities.compactMap { $0 }).count > 1 else { return nil }
    let counts = Modality.allCases.compactMap { modality -> String? in
      let count = group.modalities.count { $0 == modality }
      return count > 0 ? "\(NumberText.count(count, "run")) by \(modality.rawValue)" : nil
    }
    return "\(group.name): frames are grouped in \(counts.joined(separator: ", "))."
  }

  private static let ofScores = """
    ×2: the mean of two runs; those of a group differ in the seed alone.
    bits: conditional entropy of the categories given the clusters; lower is better.
    nearest %: how often the nearest frame or video of another video shows the same.
    ±: sample standard deviation over the runs of a row.
    """

  private static let ofLabelFree = """
    ×2: the mean of two runs; those of a group differ in the seed alone.
    effective rank: in how many directions the features vary; 1 tells frames hardly apart.
    reach: how near frames of other videos are, from 0, as far as any, to 1, as the next frame.
    seeds, halves agree: adjusted Rand index of clusters from other seeds, of halves of the videos.
    ±: sample standard deviation over the runs of a row.
    """
}

extension Comparison {
  /// Returns the comparison as JSON.
  ///
  /// Keys are in alphabetic order, one line each. Shares are from 0 to 1.
  ///
  /// - Throws: `EncodingError` if a number is not finite, because JSON has no such numbers.
  package func json() throws -> String {
    try JSONFile.text(of: Document(self))
  }
}

/// The content of the comparison's JSON.
private struct Document: Encodable {
  struct Group: Encodable {
    var name: String
    var runs: [String]
    var seeds: [UInt64]
    var groupedBy: [Modality?]
    var measures: [String: Spread]

    enum CodingKeys: String, CodingKey {
      case name, runs, seeds, measures
      case groupedBy = "grouped_by"
    }
  }

  struct Baseline: Encodable {
    var name: String
    var runs: Int
    var measures: [String: Spread]
  }

  var groups: [Group]
  var baselines: [Baseline]
  var hasSameFrames: Bool

  init(_ comparison: Comparison) {
    groups = comparison.groups.map {
      Group(
        name: $0.name, runs: $0.runs, seeds: $0.seeds, groupedBy: $0.modalities,
        measures: Self.named($0.spreads))
    }
    baselines = comparison.baselines.map {
      Baseline(name: $0.kind.key, runs: $0.runs, measures: Self.named($0.spreads))
    }
    hasSameFrames = comparison.warning == nil
  }

  enum CodingKeys: String, CodingKey {
    case groups, baselines
    case hasSameFrames = "same_frames"
  }

  private static func named(_ spreads: [ComparisonMeasure: Spread]) -> [String: Spread] {
    Dictionary(uniqueKeysWithValues: spreads.map { measure, spread in (measure.rawValue, spread) })
  }
}

extension Comparison {
  /// Draws the comparison as a figure.
  ///
  /// The figure shows the conditional entropies. Without categories it shows reach and half agreement.
  ///
  /// - Throws: `DrawingError` if text can't be measured.
  package func figure() throws -> ComparisonFigure {
    let drawn = measures.filter { $0.panel != nil }
    let drawnRows = rows.map { row in
      ComparisonFigure.Row(
        name: row.name, isFaint: row.isBaseline,
        values: drawn.map { measure in
          row.spreads[measure].map { spread in
            ComparisonFigure.Value(mean: spread.mean, deviation: spread.deviation)
          }
        })
    }
    return try ComparisonFigure(
      drawnRows, panels: drawn.compactMap(\.panel),
      title: ["Runs side by side", explanation, warning ?? ""])
  }

  private var explanation: String {
    let better = measures.contains(where: \.isBetterLow) ? "lower is better" : "higher is better"
    return "\(better) · dots are means, lines one sample standard deviation either way · "
      + (baselines.isEmpty ? "" : "faint rows are baselines, over all runs · ") + frames
  }
}

/// A file for a figure; its name decides whether it is a PNG or an SVG.
package struct PictureFile: Sendable {
  private let path: String
  private let kind: Kind

  private enum Kind: String, CaseIterable { case png, svg, pdf }

  /// Chooses the kind of file by its name.
  ///
  /// - Parameter path: the file's path, which must end in `.png`, `.svg` or `.pdf`.
  /// - Throws: ``ComparisonError/unknownPicture(path:)``.
  package init(_ path: String) throws {
    guard let kind = Kind.allCases.first(where: { path.lowercased().hasSuffix("." + $0.rawValue) })
    else { throw ComparisonError.unknownPicture(path: path) }
    (self.path, self.kind) = (path, kind)
  }

  /// Writes a figure; if writing fails, the file is left unchanged.
  ///
  /// - Parameter figure: the figure.
  /// - Throws: `DrawingError`, or a `SystemCallError`.
  package func write(_ figure: some Figure) throws {
    let bytes =
      switch kind {
      case .png: try figure.png()
      case .svg: try figure.svg()
      case .pdf: try figure.pdf()
      }
    try DurableFile.write(bytes, to: path)
  }
}
