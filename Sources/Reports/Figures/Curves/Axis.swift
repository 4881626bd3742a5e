import Foundation

/// One direction of a diagram: its range and the round numbers that are marked on it.
package struct Axis {
  package let low: Double
  package let high: Double
  package let ticks: [Double]
  private let places: Int

  /// Finds ticks at 1, 2 or 5 times a power of ten (Heckbert 1990, "Nice numbers for graph labels").
  ///
  /// - Parameters:
  ///   - values: what has to fit; the finite ones count.
  ///   - count: about how many ticks there are to be.
  ///   - isTight: whether the range ends at the values instead of at ticks.
  package init(_ values: [Double], count: Int, isTight: Bool = false) {
    // Beyond, differences may be infinite, and no picture could tell one value from another.
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

  /// Where a value lies, 0 at the lower end and 1 at the upper one.
  func share(of value: Double) -> Double { (value - low) / (high - low) }

  /// A range, a decimal finer than the ticks.
  package func label(_ range: ClosedRange<Double>) -> String {
    let ends = [range.lowerBound, range.upperBound]
      .map { Printed.decimal($0, places: min(places + 1, 9)) }
    return ends[0] == ends[1] ? ends[0] : ends.joined(separator: "–")
  }

  package func label(_ tick: Double) -> String {
    if abs(tick) >= 1e6 { return String(format: "%g", tick) }
    return places == 0
      ? Printed.count(Int(tick.rounded())) : Printed.decimal(tick, places: min(places, 9))
  }
}
