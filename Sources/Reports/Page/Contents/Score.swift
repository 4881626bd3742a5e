/// One measured number, with the range that it was found in if it was measured repeatedly.
public struct Score: Equatable, Sendable {
  /// The number, or the mean of the repeats.
  public var value: Double
  /// The lowest and highest of the repeats.
  public var range: ClosedRange<Double>?

  /// Takes a number, and its range if it has one.
  public init(_ value: Double, range: ClosedRange<Double>? = nil) {
    self.value = value
    self.range = range
  }
}
