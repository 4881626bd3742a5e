/// Where repeated draws of a number fall.
package struct Interval: Codable, Equatable, Sendable {
  /// Their mean.
  package var mean: Double
  /// What 2.5 % of them lie below.
  package var low: Double
  /// What 2.5 % of them lie above.
  package var high: Double

  /// Puts an interval together.
  package init(mean: Double, low: Double, high: Double) {
    self.mean = mean
    self.low = low
    self.high = high
  }

  /// Reads an interval.
  ///
  /// - Throws: `DecodingError`, also where its ends are the wrong way round.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    mean = try container.decode(Double.self, forKey: .mean)
    low = try container.decode(Double.self, forKey: .low)
    high = try container.decode(Double.self, forKey: .high)
    guard low <= high else {
      throw DecodingError.dataCorruptedError(
        forKey: .low, in: container, debugDescription: "low is above high")
    }
  }

  /// Describes draws, of which there is at least one.
  ///
  /// Percentiles between two draws are interpolated linearly, as NumPy does.
  package init(of draws: [Double]) {
    let sorted = draws.sorted()
    func percentile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
    }
    self.init(
      mean: draws.reduce(0, +) / Double(draws.count), low: percentile(0.025),
      high: percentile(0.975))
  }
}
