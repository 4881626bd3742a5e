import Basics

/// The colours of one moment.
struct Palette {
  /// Most of the subject.
  var subject: Colour
  /// The subject's lesser parts.
  var accent: Colour
  /// What the backdrop blends.
  var backdrop: (Colour, Colour)
}

/// How the colours change while a clip lasts.
///
/// The subject stands out at any time: its hue lies opposite the backdrop's, and it is the lighter
/// of the two. Were it the darker one now and then, networks would need much longer to find it.
struct Colouring: Sendable {
  private let hue: RandomCurve
  private let backdropHue: RandomCurve
  private let backdropSpread: RandomCurve
  private let contrast: RandomCurve

  init(seconds: Float, using generator: inout SeededGenerator) {
    hue = RandomCurve(in: 0...1, seconds: seconds, using: &generator)
    backdropHue = RandomCurve(in: 0.35...0.65, seconds: seconds, using: &generator)
    backdropSpread = RandomCurve(in: -0.3...0.3, seconds: seconds, using: &generator)
    contrast = RandomCurve(in: 0.75...1, seconds: seconds, using: &generator)
  }

  /// The colours at a time, in seconds.
  func callAsFunction(_ time: Float) -> Palette {
    let hue = hue(time)
    let backdropHue = hue + backdropHue(time)
    let spread = backdropSpread(time)
    let contrast = contrast(time)
    return Palette(
      subject: Colour(hue: hue, lightness: 0.5 + 0.4 * contrast, chroma: 0.35),
      accent: Colour(hue: hue + 0.12, lightness: 0.5 + 0.25 * contrast, chroma: 0.45),
      backdrop: (
        Colour(hue: backdropHue + spread, lightness: 0.5 - 0.32 * contrast, chroma: 0.38),
        Colour(hue: backdropHue - spread, lightness: 0.5 - 0.2 * contrast, chroma: 0.38)
      ))
  }
}
