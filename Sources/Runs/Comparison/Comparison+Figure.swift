import Reports

extension Comparison {
  /// The same as a figure: the conditional entropies, or the judgement's reach and halves.
  ///
  /// - Throws: `DrawingError` if text can't be measured.
  public func figure() throws -> ComparisonFigure {
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
