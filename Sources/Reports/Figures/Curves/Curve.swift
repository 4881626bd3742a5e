/// A quantity over another one, such as the loss over the steps.
package struct Curve: Sendable {
  /// What the legend calls it.
  package var name: String
  /// The values in any order, `x` rightwards; those that are not finite are left out.
  package var values: [(x: Double, y: Double)]

  /// Names values.
  package init(name: String, values: [(x: Double, y: Double)]) {
    self.name = name
    self.values = values
  }
}

/// A range of a curve's values that means something, such as a loss that has learned nothing.
package struct Band: Sendable {
  /// The range, in the curve's unit.
  package var range: ClosedRange<Double>
  /// What it means, in a few words.
  package var meaning: String

  /// Says what a range means.
  package init(_ range: ClosedRange<Double>, meaning: String) {
    self.range = range
    self.meaning = meaning
  }
}
