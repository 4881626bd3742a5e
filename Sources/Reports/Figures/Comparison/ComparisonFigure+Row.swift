extension ComparisonFigure {
  /// A line of the figure: its name, and a value a panel.
  package struct Row: Sendable {
    /// What stands at the left.
    package var name: String
    /// Whether it stands back behind others, as baselines do.
    package var isFaint: Bool
    /// For every panel, the value; nil leaves the place empty.
    package var values: [Value?]

    /// Puts a row together.
    package init(name: String, isFaint: Bool = false, values: [Value?]) {
      self.name = name
      self.isFaint = isFaint
      self.values = values
    }
  }

  /// A mean, and how far what it is of spreads.
  package struct Value: Equatable, Sendable {
    /// Where the dot is.
    package var mean: Double
    /// How far the line goes either way; nil is no line.
    package var deviation: Double?

    /// Puts a value together.
    package init(mean: Double, deviation: Double? = nil) {
      self.mean = mean
      self.deviation = deviation
    }

    /// All that has to fit an axis.
    var ends: [Double] { deviation.map { [mean - $0, mean + $0] } ?? [mean] }
  }
}
