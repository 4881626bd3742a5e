extension Double {
  /// The number in decimals, rounded, without zeros at the end and without an exponent, whatever
  /// the locale: `29.97`.
  ///
  /// - Parameter places: the largest number of digits behind the point.
  func decimalText(places: Int) -> String {
    guard isFinite else { return "0" }
    var unit = 1.0
    for _ in 0..<places { unit *= 10 }
    let units = (magnitude * unit).rounded()
    guard units < 0x1p62 else { return description }
    var digits = String(Int(units))
    digits = String(repeating: "0", count: max(places + 1 - digits.count, 0)) + digits
    let sign = self < 0 && units > 0 ? "-" : ""
    let behind = digits.suffix(places)
    let trimmed = behind.reversed().drop { $0 == "0" }.reversed()
    return sign + digits.dropLast(places) + (trimmed.isEmpty ? "" : "." + String(trimmed))
  }
}
