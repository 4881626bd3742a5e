import Basics
import Foundation

/// The settings of a run as names and values: `training.epochs` is `20`.
///
/// It reads `config.yaml` of any version, because only names that a program wrote are looked for; a list is its text.
package struct RecordedSettings: Equatable, Sendable {
  /// The values by the names of their settings.
  package let values: [String: String]

  /// Reads a file of settings; one that can't be read has none.
  package init(_ path: String) {
    self.init(text: (try? BoundedFile.text(path, atMost: BoundedFile.mostOfSettings)) ?? "")
  }

  /// Reads the text of a file of settings.
  package init(text: String) {
    var (values, sections) = ([String: String](), [(indent: Int, name: String)]())
    for line in text.split(whereSeparator: \.isNewline) {
      let indent = line.prefix { $0 == " " }.count
      let words = line.dropFirst(indent).split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard words.count == 2, let head = words[0].first, head != "-", head != "#" else { continue }
      while let last = sections.last, last.indent >= indent { sections.removeLast() }
      let value = words[1].trimmingCharacters(in: .whitespaces)
      let name = (sections.map(\.name) + [String(words[0])]).joined(separator: ".")
      if value.isEmpty {
        sections.append((indent, String(words[0])))
      } else {
        values[name] = Self.plain(value)
      }
    }
    self.values = values
  }

  /// Returns a setting that is a whole number.
  package func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

  private static func plain(_ value: String) -> String {
    for quote in ["'", "\""]
    where value.count > 1 && value.hasPrefix(quote) && value.hasSuffix(quote) {
      return String(value.dropFirst().dropLast())
        .replacingOccurrences(of: quote == "'" ? "''" : "\\\"", with: quote)
    }
    return value
  }
}
