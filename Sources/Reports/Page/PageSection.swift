import Foundation

/// A section of a page: what stands under one heading.
struct PageSection: Sendable {
  /// A part of a section.
  struct Part: Sendable {
    /// What the table of contents calls the part, as plain text; nil if it does not name it.
    var title: String?
    /// The part; empty if it is left out.
    var html: String

    /// The name of the part in addresses.
    fileprivate var anchor: String? { title.map(PageSection.anchor) }
  }

  /// The heading, as plain text.
  let heading: String
  private let parts: [Part]

  /// Makes a section of parts.
  ///
  /// - Parameters:
  ///   - heading: the heading, as plain text.
  ///   - parts: the parts; empty ones are left out.
  init(_ heading: String, parts: [Part]) {
    self.heading = heading
    self.parts = parts.filter { !$0.html.isEmpty }
  }

  /// Makes a section of parts that the table of contents does not name.
  ///
  /// - Parameters:
  ///   - heading: the heading, as plain text.
  ///   - contents: the parts, as HTML; empty ones are left out.
  init(_ heading: String, _ contents: [String]) {
    self.init(heading, parts: contents.map { Part(html: $0) })
  }

  /// Whether nothing stands under the heading; the page then leaves the section out.
  var isEmpty: Bool { parts.isEmpty }

  /// The section; empty without parts.
  var html: String {
    guard !isEmpty else { return "" }
    let contents = parts.map { part in
      part.anchor.map { "<div id=\"\($0)\">\n\(part.html)\n</div>" } ?? part.html
    }
    return """
      <section id="\(Self.anchor(heading))">
      <h2>\(HTML.escaped(heading))</h2>
      \(contents.joined(separator: "\n"))
      </section>
      """
  }

  /// The table of contents: a link to every section, and behind it links to the parts that have a title.
  ///
  /// - Parameter sections: the sections of a page.
  /// - Returns: the table, as HTML; empty for fewer than two sections, which need none.
  static func contents(of sections: [PageSection]) -> String {
    let sections = sections.filter { !$0.isEmpty }
    guard sections.count > 1 else { return "" }
    let items = sections.map { section in
      let parts = section.parts.compactMap(\.title).map(link)
      let behind = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
      return "<li>\(link(to: section.heading))\(behind)</li>"
    }
    return """
      <nav aria-label="Contents">
      <ul>
      \(items.joined(separator: "\n"))
      </ul>
      </nav>
      """
  }

  private static func link(to title: String) -> String {
    "<a href=\"#\(anchor(title))\">\(HTML.escaped(title))</a>"
  }

  /// The name of a title in addresses: "The same file" is `section-the-same-file`.
  private static func anchor(_ title: String) -> String {
    "section-"
      + title.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      .joined(separator: "-")
  }
}
