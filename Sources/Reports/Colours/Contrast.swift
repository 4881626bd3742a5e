/// How well two colours can be told apart.
///
/// Sources: WCAG 2.2 (2023), "relative luminance" and "contrast ratio"; Machado, Oliveira, Fernandes
/// 2009, "A physiologically-based model for simulation of color vision deficiency", severity 1.0.
extension Colour {
  /// The relative luminance: 0 for black, 1 for white.
  package var luminance: Double {
    let light = light
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
  }

  /// The contrast to another colour, 1 (none) to 21. Text needs 4.5.
  package func contrast(with other: Colour) -> Double {
    let (one, two) = (luminance + 0.05, other.luminance + 0.05)
    return max(one, two) / min(one, two)
  }

  /// The least contrast of text (WCAG 2.2, criterion 1.4.3).
  package static let textContrast = 4.5

  /// The colour of text on this colour; its contrast is ``textContrast`` or more.
  ///
  /// On some middle tones, neither of the usual colours is enough. Black or white always is.
  ///
  /// - Parameter theme: gives the usual colours.
  package func text(_ theme: Theme) -> Colour {
    let usual = [theme.colour(.ink), theme.colour(.white)]
      .filter { $0.contrast(with: self) >= Self.textContrast }
    return (usual.isEmpty ? [.black, .white] : usual)
      .max { $0.contrast(with: self) < $1.contrast(with: self) } ?? .black
  }
}

/// A colour as all readers see it: with usual colour vision, without that for green, and without that
/// for red; on a light page and on a dark one.
package struct ColourAppearance: Sendable {
  private let seen: [OklabColour]

  private static let deuteranopia = [
    [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
  ]
  private static let protanopia = [
    [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ]

  /// Computes how a colour is seen.
  ///
  /// - Parameters:
  ///   - colour: the colour, as a figure on a light page has it.
  ///   - themes: the pages.
  package init(_ colour: Colour, on themes: [Theme] = Theme.allCases) {
    seen = themes.flatMap { theme in
      let light = theme.colour(colour).light
      return [light, Self.apply(Self.deuteranopia, light), Self.apply(Self.protanopia, light)]
        .map { OklabColour(light: $0) }
    }
  }

  /// The Oklab distance to another colour, where it is smallest.
  package func distance(to other: ColourAppearance) -> Double {
    zip(seen, other.seen).map { $0.distance(to: $1) }.min() ?? 0
  }

  private static func apply(_ matrix: [[Double]], _ light: [Double]) -> [Double] {
    matrix.map { row in min(max(zip(row, light).map { $0 * $1 }.reduce(0, +), 0), 1) }
  }
}
