/// A quantity over another one, such as the loss over the steps.
public struct Curve: Sendable {
  /// What the legend calls it.
  public var name: String
  /// The values in any order, `x` rightwards; those that are not finite are left out.
  public var values: [(x: Double, y: Double)]

  /// Names values.
  public init(name: String, values: [(x: Double, y: Double)]) {
    self.name = name
    self.values = values
  }
}

/// A range of a curve's values that means something, such as a loss that has learned nothing.
public struct Band: Sendable {
  /// The range, in the curve's unit.
  public var range: ClosedRange<Double>
  /// What it means, in a few words.
  public var meaning: String

  /// Says what a range means.
  public init(_ range: ClosedRange<Double>, meaning: String) {
    self.range = range
    self.meaning = meaning
  }
}
