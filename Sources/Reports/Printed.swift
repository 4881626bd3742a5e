import Foundation

/// Numbers as figures and the page print them, the same under every locale.
package enum Printed {
  /// Such as `1 182`, with a narrow space that does not break.
  package static func count(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (value < 0 ? "−" : "") + groups.joined(separator: "\u{202F}")
  }

  /// Such as `1 frame` and `1 182 frames`.
  package static func count(_ value: Int, _ thing: String) -> String {
    "\(count(value)) \(thing)\(value == 1 ? "" : "s")"
  }

  /// A fixed number of decimals; a dash for what is not a number.
  package static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "–" }
    let text = String(format: "%.\(places)f", abs(value))
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return (value < 0 && !isZero ? "−" : "") + text
  }

  /// Such as `97 %`; 100 and 0 are kept for what is exactly all and nothing.
  package static func share(_ value: Double) -> String {
    switch value {
    case 0.995..<1: ">99\u{202F}%"
    case let small where small > 0 && small < 0.005: "<1\u{202F}%"
    default: decimal(100 * value, places: 0) + "\u{202F}%"
    }
  }
}
