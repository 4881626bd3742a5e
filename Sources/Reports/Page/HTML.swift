import Foundation

/// Pieces of HTML that are well-formed XML too.
///
/// Every text that comes from outside must pass through ``escaped(_:)``.
package enum HTML {
  /// Escapes a text for an element or a quoted attribute.
  ///
  /// - Parameter text: any text. File names can contain control characters and HTML cannot: these
  ///   become U+FFFD.
  /// - Returns: the text as HTML.
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

  /// Escapes a sentence with commands.
  ///
  /// - Parameter sentence: plain text; commands stand in backticks.
  /// - Returns: the sentence as HTML, each command as code.
  package static func withCode(_ sentence: String) -> String {
    sentence.split(separator: "`", omittingEmptySubsequences: false).enumerated().map {
      $0.isMultiple(of: 2) ? escaped(String($1)) : "<code>\(escaped(String($1)))</code>"
    }.joined()
  }

  /// Makes a table; the first cell of a row is the heading of the row.
  ///
  /// - Parameters:
  ///   - caption: what the table shows, as plain text.
  ///   - kind: the class in the style sheet.
  ///   - columns: the headings of the columns, as HTML.
  ///   - rows: the cells of every row, as HTML.
  ///   - isCaptionShown: whether the caption is visible; a heading above may say the same.
  ///   - isStacked: whether a row is a block on a phone; the headings of the columns then stand before the cells, so
  ///     they must be plain text.
  /// - Returns: the table; empty without rows.
  static func table(
    caption: String, kind: String, columns: [String], rows: [[String]], isCaptionShown: Bool = true,
    isStacked: Bool = false
  ) -> String {
    guard !rows.isEmpty else { return "" }
    let head = columns.map { "<th scope=\"col\">\($0)</th>" }.joined()
    let body = rows.map { row in
      let cells = row.enumerated().map { index, cell in
        let label = isStacked ? " data-column=\"\(escaped(columns[index]))\"" : ""
        return index == 0 ? "<th scope=\"row\"\(label)>\(cell)</th>" : "<td\(label)>\(cell)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    // A wide table scrolls inside its frame. `tabindex` lets the keyboard reach the frame.
    return """
      <div class="scroll" role="region" aria-label="\(escaped(caption))" tabindex="0">
      <table class="\(kind)\(isStacked ? " stacked" : "")">
      <caption\(isCaptionShown ? "" : " class=\"hidden\"")>\(escaped(caption))</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      """
  }

  /// Makes a list of sentences under a line that says what they are about.
  ///
  /// - Parameters:
  ///   - title: the line, as plain text.
  ///   - sentences: the sentences, as plain text.
  /// - Returns: the list; empty without sentences.
  static func list(_ title: String, _ sentences: [String]) -> String {
    guard !sentences.isEmpty else { return "" }
    let items = sentences.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n")
    return "<p>\(escaped(title))</p>\n<ul>\n\(items)\n</ul>"
  }

  /// Hides contents until the reader clicks on a line.
  ///
  /// - Parameters:
  ///   - summary: the line, as plain text.
  ///   - contents: the contents, as HTML.
  /// - Returns: the folded contents; empty without contents.
  static func folded(_ summary: String, _ contents: String) -> String {
    contents.isEmpty
      ? "" : "<details>\n<summary>\(escaped(summary))</summary>\n\(contents)\n</details>"
  }

  /// Makes a table of names and texts under a heading that says what the table shows.
  ///
  /// - Parameters:
  ///   - caption: what the table shows; it is hidden, and read aloud only.
  ///   - columns: the headings of both columns, as plain text.
  ///   - rows: the names and texts.
  /// - Returns: the table; empty without rows.
  static func table(_ caption: String, _ columns: [String], _ rows: [NamedText]) -> String {
    table(
      caption: caption, kind: "texts", columns: columns,
      rows: rows.map { ["<code>\(escaped($0.name))</code>", escaped($0.text)] },
      isCaptionShown: false)
  }
}

/// A name and a text: a setting and its value, or a file and its contents.
public struct NamedText: Sendable {
  /// The name.
  public let name: String
  /// The text.
  public let text: String

  /// Makes a pair of a name and a text.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - text: the text.
  public init(_ name: String, _ text: String) {
    (self.name, self.text) = (name, text)
  }
}
