extension ScoreTable {
  private struct Column {
    var name: String
    var remark: String
    var isLowerBetter = false
    var score: @Sendable (ScoreRow) -> Score?
    var print: @Sendable (Double) -> String
  }

  private static let columns = [
    Column(
      name: "Conditional entropy", remark: "bits, lower is better", isLowerBetter: true,
      score: { $0.conditionalEntropyBits }, print: { Printed.decimal($0, places: 2) }),
    Column(
      name: "NMI", remark: "1 is perfect", score: { $0.nmi },
      print: { Printed.decimal($0, places: 2) }),
    Column(
      name: "ARI", remark: "0 is chance", score: { $0.ari },
      print: { Printed.decimal($0, places: 2) }),
    Column(
      name: "Purity", remark: "largest category", score: { $0.purity }, print: Self.percentage),
    Column(
      name: "Accuracy", remark: "best matching", score: { $0.accuracy }, print: Self.percentage),
    Column(
      name: "Nearest neighbour", remark: "of another video", score: { $0.neighbourAccuracy },
      print: Self.percentage),
    Column(
      name: "Linear probe", remark: "top-1", score: { $0.linearTop1 }, print: Self.percentage),
    Column(
      name: "Linear probe", remark: "top-5", score: { $0.linearTop5 }, print: Self.percentage),
    Column(
      name: "Nearest neighbours", remark: "top-1", score: { $0.votedTop1 },
      print: Self.percentage),
    Column(
      name: "Nearest neighbours", remark: "top-5", score: { $0.votedTop5 },
      print: Self.percentage),
  ]

  /// The table; columns of which nothing is known are left out, and so is a table without columns.
  var markup: String {
    let columns = Self.columns.filter { column in rows.contains { column.score($0) != nil } }
    guard !columns.isEmpty else { return "" }
    return Markup.table(
      caption: title, kind: "scores",
      columns: ["<span class=\"hidden\">Features</span>"]
        + columns.map {
          "\(Markup.escaped($0.name))<small>\(Markup.escaped($0.remark))</small>"
        },
      rows: rows.map { row in
        [Markup.escaped(row.name)] + columns.map { cell(column: $0, row: row) }
      })
  }

  private func cell(column: Column, row: ScoreRow) -> String {
    guard let score = column.score(row) else {
      return "<span class=\"hidden\">not measured</span>"
    }
    let printed = column.print(score.value)
    let value = printed == best(in: column) ? "<strong>\(printed)</strong>" : printed
    guard let range = score.range else { return value }
    return value
      + "<small>\(column.print(range.lowerBound)) to \(column.print(range.upperBound))</small>"
  }

  /// The best value of a column as printed, so that rows which read the same are marked the same.
  private func best(in column: Column) -> String? {
    let values = rows.compactMap { column.score($0)?.value }.filter(\.isFinite)
    guard values.count > 1 else { return nil }
    return (column.isLowerBetter ? values.min() : values.max()).map(column.print)
  }

  @Sendable private static func percentage(_ value: Double) -> String {
    Printed.decimal(100 * value, places: 1) + "\u{202F}%"
  }
}
