/// One measured number, with the range that it was found in if it was measured repeatedly.
package struct Score: Equatable, Sendable {
  /// The number, or the mean of the repeats.
  package var value: Double
  /// The lowest and highest of the repeats.
  package var range: ClosedRange<Double>?

  /// Takes a number, and its range if it has one.
  package init(_ value: Double, range: ClosedRange<Double>? = nil) {
    self.value = value
    self.range = range
  }
}
