/// A mean in which some values count more than others.
struct WeightedMean {
  private var sum = 0.0
  private var weight = 0.0

  /// Adds a value.
  mutating func add(_ value: Double, weight: Double) {
    sum += value * weight
    self.weight += weight
  }

  /// The mean so far, or nil before the first value.
  var mean: Double? { weight > 0 ? sum / weight : nil }
}
