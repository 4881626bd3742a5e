/// A line of the table and of the figure: a group, or a baseline.
struct ComparisonRow {
  let name: String
  let isBaseline: Bool
  let spreads: [ComparisonMeasure: Spread]
}
