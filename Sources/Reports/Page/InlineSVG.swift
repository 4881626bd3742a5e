import Foundation

/// A colour on the page: one for light pages, one for dark pages.
package struct ThemedColour: Hashable, Sendable {
  /// The colour on a light page and on paper.
  let light: Colour
  /// The colour on a dark page.
  let dark: Colour

  /// Pairs two colours.
  init(light: Colour, dark: Colour) {
    (self.light, self.dark) = (light, dark)
  }

  /// Pairs a colour of a light page with what it becomes on a dark one.
  package init(_ colour: Colour) { self.init(light: colour, dark: Theme.dark.colour(colour)) }

  /// The colour in markup: its code, or a variable of ``styleSheet(_:)`` if there are two.
  package var code: String { light == dark ? light.code : "var(\(variable))" }

  private var variable: String {
    "--" + light.code.dropFirst() + "-" + dark.code.dropFirst()
  }

  /// Defines variables for light and dark pages.
  ///
  /// - Parameter colours: the colours of a page.
  /// - Returns: rules of a style sheet; paper gets the light colours.
  static func styleSheet(_ colours: Set<ThemedColour>) -> String {
    let variables = colours.filter { $0.light != $0.dark }.sorted { $0.variable < $1.variable }
    func rules(_ colour: (ThemedColour) -> Colour) -> String {
      variables.map { "\($0.variable):\(colour($0).code)" }.joined(separator: ";")
    }
    return """
      :root {\(rules(\.light))}
      @media screen and (prefers-color-scheme: dark) { :root {\(rules(\.dark))} }
      """
  }
}

/// A figure of Cairo as a part of the page itself, for light and dark pages.
///
/// The figure was drawn once for either page. Both drawings differ in nothing but their colours. So one of
/// them is enough, with a variable in the place of each colour. It is a third of the size of the file:
/// numbers have two decimals, and defaults are left out.
package struct InlineSVG: Sendable {
  /// The contents of an `svg` element.
  let contents: String
  /// The colours that the contents use.
  let colours: Set<ThemedColour>
  /// The width in units.
  let width: Double
  /// The height in units.
  let height: Double

  /// Merges the two drawings of a figure.
  ///
  /// - Parameters:
  ///   - figure: the figure.
  ///   - light: its SVG for a light page.
  ///   - dark: its SVG for a dark page.
  ///   - prefix: what identifiers begin with, so that they differ from those of other figures.
  init(_ figure: some Figure, light: [UInt8], dark: [UInt8], prefix: String) {
    (width, height) = (figure.width, figure.height)
    var colours: Set<ThemedColour> = []
    var darkColours = Self.colours(in: dark)[...]
    let parts = Self.parts(of: light).map { part in
      guard case .colour(let colour) = part else { return Self.text(of: part) }
      let themed = ThemedColour(light: colour, dark: darkColours.popFirst() ?? colour)
      colours.insert(themed)
      return themed.code
    }
    self.colours = colours
    contents = Self.shortened(parts.joined(), prefix: prefix)
  }

  /// A part of a file of Cairo.
  private enum Part {
    case text(ArraySlice<UInt8>)
    case number(Double)
    case colour(Colour)
  }

  private static func colours(in bytes: [UInt8]) -> [Colour] {
    parts(of: bytes).compactMap { if case .colour(let colour) = $0 { colour } else { nil } }
  }

  private static func text(of part: Part) -> String {
    switch part {
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .colour(let colour): colour.code
    case .number(let number): short(number)
    }
  }

  /// Writes a number with two decimals at most.
  static func short(_ number: Double) -> String {
    let hundredths = Int((abs(number) * 100).rounded())
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    let decimals =
      rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return (number < 0 && hundredths > 0 ? "-" : "") + "\(whole)" + decimals
  }

  /// Finds the colours, `rgb(…%,…%,…%)`, and the numbers with decimals.
  private static func parts(of bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    let opening = Array("rgb(".utf8)
    var start = 0
    var index = 0
    func isDigit(_ at: Int) -> Bool { at < bytes.count && (48...57).contains(bytes[at]) }
    while index < bytes.count {
      if bytes[index...].starts(with: opening),
        let end = bytes[index...].firstIndex(of: UInt8(ascii: ")")),
        let colour = colour(bytes[(index + opening.count)..<end])
      {
        parts += [.text(bytes[start..<index]), .colour(colour)]
        index = end + 1
        start = index
      } else if isDigit(index) {
        let first = index > start && bytes[index - 1] == UInt8(ascii: "-") ? index - 1 : index
        var end = index
        while isDigit(end) { end += 1 }
        let hasDecimals = end < bytes.count && bytes[end] == UInt8(ascii: ".") && isDigit(end + 1)
        if hasDecimals {
          end += 1
          while isDigit(end) { end += 1 }
          if let number = Double(String(decoding: bytes[first..<end], as: UTF8.self)) {
            parts += [.text(bytes[start..<first]), .number(number)]
            start = end
          }
        }
        index = end
      } else {
        index += 1
      }
    }
    return parts + [.text(bytes[start...])]
  }

  private static func colour(_ percentages: ArraySlice<UInt8>) -> Colour? {
    let channels = percentages.split(separator: UInt8(ascii: ",")).compactMap { part in
      Double(
        String(decoding: part, as: UTF8.self).trimmingCharacters(
          in: CharacterSet(charactersIn: " %")))
    }
    guard channels.count == 3, channels.allSatisfy((0...100).contains) else { return nil }
    let bytes = channels.map { UInt8(($0 * 2.55).rounded()) }
    return Colour(red: bytes[0], green: bytes[1], blue: bytes[2])
  }

  /// Leaves out the outer element and what browsers assume anyway, and renames identifiers.
  private static func shortened(_ text: String, prefix: String) -> String {
    var text = text
    if let opening = text.range(of: "<svg"),
      let end = text[opening.upperBound...].firstIndex(of: ">")
    {
      text = String(text[text.index(after: end)...])
    }
    let replacements = [
      ("</svg>", ""), ("xlink:href=\"#", "href=\"#\(prefix)-"), (" id=\"", " id=\"\(prefix)-"),
      ("url(#", "url(#\(prefix)-"), ("stroke-miterlimit:10;", ""), ("stroke-linejoin:miter;", ""),
      ("stroke-opacity:1;", ""), ("fill-opacity:1;", ""), ("fill-rule:nonzero;", ""),
      (" style=\"stroke:none;\"", ""), ("stroke:none;", ""), (" \"/>", "\"/>"),
      // Cairo 1.18 has attributes in the place of styles.
      (" stroke-miterlimit=\"10\"", ""), (" stroke-linejoin=\"miter\"", ""),
      (" stroke-opacity=\"1\"", ""), (" fill-opacity=\"1\"", ""),
      (" fill-rule=\"nonzero\"", ""),
      (" L ", "L"), (" M ", "M"), (" C ", "C"), (" Z", "Z"), ("Z M", "ZM"), ("\"M ", "\"M"),
    ]
    for (long, short) in replacements { text = text.replacingOccurrences(of: long, with: short) }
    // A dot is a line of length 0.
    return text.replacingOccurrences(
      of: "M([0-9.]+ [0-9.]+)L\\1(?=[M\"])", with: "M$1h0", options: .regularExpression)
  }
}
