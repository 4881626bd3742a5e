import CCairo
import Foundation

/// The look of a text.
package struct TextStyle: Sendable {
  /// The size of the font, in the drawing's units.
  let size: Double
  /// Whether the letters are bold.
  let isBold: Bool
  /// The colour of the letters.
  let colour: Colour
  /// The colour of a thin edge around the letters, which keeps them readable on a busy ground.
  let halo: Colour?
  /// Whether the colour is the theme's already; else it is the one of a light page.
  let isFinal: Bool

  /// Describes a look.
  ///
  /// - Parameters:
  ///   - size: the size of the font, in the drawing's units.
  ///   - isBold: whether the letters are bold.
  ///   - colour: the colour of the letters.
  ///   - halo: the colour of a thin edge around the letters; nil for none.
  ///   - isFinal: whether the colour is the theme's already; else it is the one of a light page.
  package init(
    size: Double, isBold: Bool = false, colour: Colour = .ink, halo: Colour? = nil,
    isFinal: Bool = false
  ) {
    (self.size, self.isBold, self.colour, self.halo) = (size, isBold, colour, halo)
    self.isFinal = isFinal
  }
}

/// Which part of a text is placed at a point.
package enum TextAlignment {
  /// The beginning, the middle or the end of the text.
  case leading, centre, trailing
}

// A machine may have no fonts, for example a small container. Cairo then uses a built-in font ("twin")
// that has ASCII letters only and shows all others as boxes. Text is reduced to ASCII for that font.
extension Drawing {
  /// Draws a line of text.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - point: a point on the baseline.
  ///   - style: the look.
  ///   - alignment: the part of the text that is placed at the point.
  package func text(
    _ text: String, at point: Point, _ style: TextStyle, alignment: TextAlignment = .leading
  ) {
    select(style)
    let text = drawable(text)
    let share =
      switch alignment {
      case .leading: 0.0
      case .centre: 0.5
      case .trailing: 1.0
      }
    cairo_move_to(context, point.x - share * advance(of: text), point.y)
    if let halo = style.halo {
      cairo_text_path(context, text)
      setSource(halo)
      cairo_set_line_width(context, style.size * 0.28)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_stroke_preserve(context)
      setSource(style.colour, isFinal: style.isFinal)
      cairo_fill(context)
    } else {
      setSource(style.colour, isFinal: style.isFinal)
      cairo_show_text(context, text)
    }
  }

  /// Measures a line of text.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - style: the look.
  /// - Returns: the width in the drawing's units.
  package func width(of text: String, _ style: TextStyle) -> Double {
    select(style)
    return advance(of: drawable(text))
  }

  /// Breaks a text between words into lines that fit a width.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - style: the look.
  ///   - width: the largest width of a line; a longer word gets its own line.
  /// - Returns: the lines; none for an empty text.
  package func lines(of text: String, _ style: TextStyle, within width: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, self.width(of: last + " " + word, style) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// Shortens a text until it fits a width.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - style: the look.
  ///   - width: the largest width.
  /// - Returns: the text, or its beginning and an ellipsis.
  func shortened(_ text: String, _ style: TextStyle, within width: Double) -> String {
    guard self.width(of: text, style) > width else { return text }
    var kept = Substring(text)
    while !kept.isEmpty, self.width(of: kept + "…", style) > width { kept = kept.dropLast() }
    return kept + "…"
  }

  /// Turns hinting off: letters are then equally wide in pictures and vector drawings on every machine.
  func useUnhintedText() {
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  private func select(_ style: TextStyle) {
    cairo_select_font_face(
      context, fontFamily, CAIRO_FONT_SLANT_NORMAL,
      style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, style.size)
  }

  private func advance(of text: String) -> Double {
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// Replaces what the selected font cannot show.
  private func drawable(_ text: String) -> String {
    guard
      cairo_scaled_font_get_type(cairo_get_scaled_font(context)) == CAIRO_FONT_TYPE_USER
    else { return text }
    return String(
      text.decomposedStringWithCompatibilityMapping.unicodeScalars.compactMap {
        switch $0 {
        case _ where $0.isASCII: Character($0)
        case "\u{2010}"..."\u{2015}", "·": "-"
        case "×": "x"
        case _ where $0.properties.generalCategory == .nonspacingMark: nil
        case _ where $0.properties.isWhitespace: " "
        default: "?"
        }
      })
  }
}
