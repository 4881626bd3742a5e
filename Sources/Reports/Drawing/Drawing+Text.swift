import CCairo
import Foundation

/// How a piece of text looks.
package struct TextStyle: Sendable {
  /// The font's size, in the drawing's units.
  var size: Double
  var isBold: Bool
  var colour: Colour
  /// The colour of a thin edge that keeps text readable on a busy ground.
  var halo: Colour?

  package init(
    size: Double, isBold: Bool = false, colour: Colour = .ink, halo: Colour? = nil
  ) {
    self.size = size
    self.isBold = isBold
    self.colour = colour
    self.halo = halo
  }
}

/// Which part of a text lies at the point that it is drawn at.
package enum TextAlignment {
  case leading, centre, trailing
}

// Without a single font on the machine, as in small containers, Cairo draws with a stroke font that
// it carries inside itself ("twin"). It has ASCII only; everything else would be a box, so text is
// reduced to ASCII there.
extension Drawing {
  /// Draws one line of text; the point is on its baseline.
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
      setSource(style.colour)
      cairo_fill(context)
    } else {
      setSource(style.colour)
      cairo_show_text(context, text)
    }
  }

  /// The width that a line of text takes.
  package func width(of text: String, _ style: TextStyle) -> Double {
    select(style)
    return advance(of: drawable(text))
  }

  /// Breaks a text between words into lines that fit a width; a longer word has a line to itself.
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

  /// Shortens a text with an ellipsis until it fits a width.
  func shortened(_ text: String, _ style: TextStyle, within width: Double) -> String {
    guard self.width(of: text, style) > width else { return text }
    var kept = Substring(text)
    while !kept.isEmpty, self.width(of: kept + "…", style) > width { kept = kept.dropLast() }
    return kept + "…"
  }

  /// Makes letters as wide in pictures as in vector drawings, whatever the machine's settings.
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

  /// A text as the selected font can show it.
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
