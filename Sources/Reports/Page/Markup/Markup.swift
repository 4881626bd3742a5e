import Foundation

/// Pieces of HTML.
///
/// Every text that comes from outside passes through ``escaped(_:)``.
package enum Markup {
  /// A text as it may stand in an element or in a quoted attribute.
  ///
  /// Control characters, which file names may have and HTML may not, become U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where scalar.properties.generalCategory == .control:
        result.unicodeScalars.append("\u{FFFD}")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A picture's bytes as an address that holds them.
  static func address(of picture: EmbeddedPicture) -> String {
    "data:\(picture.format.rawValue);base64,\(Data(picture.bytes).base64EncodedString())"
  }

  /// A part of the page with a heading of its own; empty contents leave nothing.
  static func section(_ heading: String, _ contents: [String]) -> String {
    let contents = contents.filter { !$0.isEmpty }
    guard !contents.isEmpty else { return "" }
    return
      "<section>\n<h2>\(escaped(heading))</h2>\n\(contents.joined(separator: "\n"))\n</section>"
  }

  /// A table whose rows begin with their heading.
  ///
  /// - Parameters:
  ///   - caption: what the table shows.
  ///   - kind: a class of the style sheet.
  ///   - columns: the headings, as HTML.
  ///   - rows: the cells, as HTML; the first of a row is the row's heading.
  ///   - isCaptionShown: no if a heading above already says the same.
  static func table(
    caption: String, kind: String, columns: [String], rows: [[String]], isCaptionShown: Bool = true
  ) -> String {
    guard !rows.isEmpty else { return "" }
    let head = columns.map { "<th scope=\"col\">\($0)</th>" }.joined()
    let body = rows.map { row in
      let cells = row.enumerated().map { index, cell in
        index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td>\(cell)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    // Wide tables scroll inside of their frame, which the keyboard must reach too.
    return """
      <div class="scroll" role="region" aria-label="\(escaped(caption))" tabindex="0">
      <table class="\(kind)">
      <caption\(isCaptionShown ? "" : " class=\"hidden\"")>\(escaped(caption))</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      """
  }
}
