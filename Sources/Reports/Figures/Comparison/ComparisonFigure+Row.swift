extension ComparisonFigure {
  /// A line of the figure: its name, and a value a panel.
  public struct Row: Sendable {
    /// What stands at the left.
    public var name: String
    /// Whether it stands back behind others, as baselines do.
    public var isFaint: Bool
    /// For every panel, the value; nil leaves the place empty.
    public var values: [Value?]

    /// Puts a row together.
    public init(name: String, isFaint: Bool = false, values: [Value?]) {
      self.name = name
      self.isFaint = isFaint
      self.values = values
    }
  }

  /// A mean, and how far what it is of spreads.
  public struct Value: Equatable, Sendable {
    /// Where the dot is.
    public var mean: Double
    /// How far the line goes either way; nil is no line.
    public var deviation: Double?

    /// Puts a value together.
    public init(mean: Double, deviation: Double? = nil) {
      self.mean = mean
      self.deviation = deviation
    }

    /// All that has to fit an axis.
    var ends: [Double] { deviation.map { [mean - $0, mean + $0] } ?? [mean] }
  }
}
