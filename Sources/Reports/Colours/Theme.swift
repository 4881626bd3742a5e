/// The page that a figure is drawn for.
///
/// Figures name their colours as on a light page. A theme says what each of them becomes.
package enum Theme: CaseIterable, Sendable {
  /// A light page, and paper.
  case light
  /// A dark page.
  case dark

  /// What a colour of a light page becomes.
  ///
  /// - Parameter colour: a colour of ``Colour`` or ``Palette``, or a shade of it.
  /// - Returns: the colour to draw with. On dark panels all but the faintest have a contrast of 3 or more
  ///   (WCAG 2.2, criterion 1.4.11).
  package func colour(_ colour: Colour) -> Colour {
    guard self == .dark else { return colour }
    if let known = Self.darkColours[colour] { return known }
    guard colour.contrast(with: Self.darkPanel) < Self.leastContrast else { return colour }
    return Self.mirrored(colour)
  }

  private static let darkPanel = Colour(0x1D2126)
  private static let leastContrast = 3.0

  /// The greys are those of the page's style sheet. Of the first twelve colours of ``Palette``, seven are
  /// visible on both grounds. The others become colours whose smallest distance to all others is as
  /// large as before, 0.076: `Tests/Reference/palette.py` chooses them.
  private static let darkColours: [Colour: Colour] = [
    .white: Colour(0x15181C), .ink: Colour(0xE4E7EB), .faintInk: Colour(0x9AA4AF),
    .panel: darkPanel, .hairline: Colour(0x343A42), .ungrouped: Colour(0x59636E),
    .warningText: Colour(0xE8B060),
    Colour(0x000000): Colour(0xF5F5F5), Colour(0x661100): Colour(0xF3C7CA),
    Colour(0x332288): Colour(0x6C84F5), Colour(0x5A5A5A): Colour(0x6C6C6C),
    Colour(0x994F00): Colour(0xD2AA9E),
  ]

  /// Exchanges light and dark, and keeps the hue; dark shades of a colour stay different.
  private static func mirrored(_ colour: Colour) -> Colour {
    let lab = OklabColour(colour)
    return OklabColour.shade(of: colour, lightness: min(1.12 - lab.lightness, 0.96))
  }
}

extension OklabColour {
  /// A lighter or darker colour of the same hue.
  ///
  /// - Parameters:
  ///   - colour: the colour.
  ///   - lightness: 0 (black) to 1 (white).
  ///   - vividness: the share of the chroma to keep. Less is kept where sRGB has no such colour.
  static func shade(of colour: Colour, lightness: Double, vividness: Double = 1) -> Colour {
    let lab = OklabColour(colour)
    var share = vividness
    while share > 0 {
      let shade = OklabColour(lightness: lightness, a: share * lab.a, b: share * lab.b)
      if let colour = shade.colour { return colour }
      share -= 0.05
    }
    return OklabColour(lightness: lightness, a: 0, b: 0).colour ?? .ungrouped
  }
}
