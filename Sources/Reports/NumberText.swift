import Foundation

/// Numbers as figures and the page show them; they are the same in every locale.
///
/// Digits are grouped with a narrow no-break space (U+202F), and negative numbers have a minus sign.
package enum NumberText {
  /// Writes a count: `1 182`.
  ///
  /// - Parameter value: the count.
  /// - Returns: the digits in groups of three.
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

  /// Writes a count of things: `1 frame`, `1 182 frames`.
  ///
  /// - Parameters:
  ///   - value: the count.
  ///   - thing: the singular; the plural adds an s.
  /// - Returns: the count and the noun.
  package static func count(_ value: Int, _ thing: String) -> String {
    "\(count(value)) \(thing)\(value == 1 ? "" : "s")"
  }

  /// Writes a number with a fixed number of decimals: `−0.71`.
  ///
  /// - Parameters:
  ///   - value: the number.
  ///   - places: the number of decimals.
  /// - Returns: the rounded number, or a dash if it is not finite.
  package static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "–" }
    let text = String(format: "%.\(places)f", abs(value))
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return (value < 0 && !isZero ? "−" : "") + text
  }

  /// Writes a share as a percentage: `97 %`.
  ///
  /// - Parameter value: the share, 0 to 1.
  /// - Returns: the percentage without decimals. Only an exact 1 is `100 %` and only an exact 0 is `0 %`;
  ///   shares near them are `>99 %` and `<1 %`.
  package static func share(_ value: Double) -> String {
    switch value {
    case 0.995..<1: ">99\u{202F}%"
    case let small where small > 0 && small < 0.005: "<1\u{202F}%"
    default: decimal(100 * value, places: 0) + "\u{202F}%"
    }
  }

  /// Writes a time in a video, such as `12.40 s`.
  ///
  /// - Parameter value: the seconds.
  package static func seconds(_ value: Double) -> String { decimal(value, places: 2) + " s" }
}
