import Reports

extension Comparison {
  /// The same as a figure: the conditional entropies, or the label-free reach and agreement of halves.
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

/// A file for a figure, of the kind that its name ends in.
package struct PictureFile: Sendable {
  private let path: String
  private let isVector: Bool

  /// Names a file.
  ///
  /// - Parameter path: ends in `.png` or `.svg`.
  /// - Throws: ``ComparisonError/unknownPicture(path:)``.
  package init(_ path: String) throws {
    let name = path.lowercased()
    guard name.hasSuffix(".png") || name.hasSuffix(".svg") else {
      throw ComparisonError.unknownPicture(path: path)
    }
    self.path = path
    isVector = name.hasSuffix(".svg")
  }

  /// Draws a figure into it, whole or not at all.
  ///
  /// - Throws: `DrawingError`, or a `SystemCallError`.
  package func write(_ figure: some Figure) throws {
    if isVector { try figure.write(svg: path) } else { try figure.write(png: path) }
  }
}
