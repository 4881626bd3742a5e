import Foundation

/// An axis of a diagram: its range, and round numbers as ticks.
package struct Axis {
  /// The lower end.
  package let low: Double
  /// The upper end.
  package let high: Double
  /// The round numbers that are marked, in ascending order.
  package let ticks: [Double]
  /// The number of decimals of a tick.
  private let places: Int

  /// Finds ticks whose distance is 1, 2 or 5 times a power of ten.
  ///
  /// Source: Heckbert 1990, "Nice numbers for graph labels".
  ///
  /// - Parameters:
  ///   - values: the values that the axis shows; those that are not finite are ignored.
  ///   - count: the approximate number of ticks.
  ///   - isTight: whether the axis ends at the extreme values and not at ticks.
  package init(_ values: [Double], count: Int, isTight: Bool = false) {
    // Beyond this limit differences can be infinite, and no picture could show them.
    let values = values.filter(\.isFinite).map { min(max($0, -1e100), 1e100) }
    var (low, high) = (values.min() ?? 0, values.max() ?? 1)
    if low >= 0, low < 0.5 * high { low = 0 }
    if !(high - low).isFinite || high - low <= 1e-9 * max(abs(low), abs(high)) {
      (low, high) = low == 0 ? (0, 1) : (low - 0.5 * abs(low), high + 0.5 * abs(high))
    }
    let rough = (high - low) / Double(count)
    let power = pow(10, floor(log10(rough)))
    let step = power * ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10)
    self.low = isTight ? low : step * floor(low / step + 1e-9)
    self.high = isTight ? high : step * ceil(high / step - 1e-9)
    let first = Int(ceil(self.low / step - 1e-9))
    let last = Int(floor(self.high / step + 1e-9))
    ticks = (first...max(first, last)).map { step * Double($0) }
    places = max(0, -Int(floor(log10(step) + 1e-9)))
  }

  /// Returns the place of a value: 0 is the lower end, 1 the upper end.
  func share(of value: Double) -> Double { (value - low) / (high - low) }

  /// Writes a range with one decimal more than the ticks.
  package func label(_ range: ClosedRange<Double>) -> String {
    let ends = [range.lowerBound, range.upperBound]
      .map { NumberText.decimal($0, places: min(places + 1, 9)) }
    return ends[0] == ends[1] ? ends[0] : ends.joined(separator: "–")
  }

  /// Writes the number of a tick.
  package func label(_ tick: Double) -> String {
    if abs(tick) >= 1e6 { return String(format: "%g", tick) }
    return places == 0
      ? NumberText.count(Int(tick.rounded())) : NumberText.decimal(tick, places: min(places, 9))
  }
}
