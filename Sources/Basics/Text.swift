/// Numbers of bytes as text, in powers of ten.
package enum ByteCount {
  /// Returns a rounded number of bytes with its unit, such as `13 kB`, `622 MB`, `2.5 GB`.
  package static func text(_ bytes: Int) -> String {
    switch bytes {
    // A few bytes are shown as 1 kB, because 0 kB would read as nothing.
    case ..<1_000_000: "\(bytes > 0 ? max((bytes + 500) / 1000, 1) : 0) kB"
    case ..<1_000_000_000: "\((bytes + 500_000) / 1_000_000) MB"
    default: "\((Double(bytes) / 1e8).rounded() / 10) GB"
    }
  }
}

/// Suggestions for misspelt names.
package enum NearestName {
  /// Finds the candidate with the smallest edit distance to a name.
  ///
  /// The distance is the number of letters to insert, remove or replace (Levenshtein 1966).
  ///
  /// - Parameters:
  ///   - name: the name that the user wrote.
  ///   - candidates: the names that exist.
  /// - Returns: the nearest candidate, the first of several; nil if the distance is more than 2 and
  ///   more than a third of the name's length.
  /// - Complexity: O(letters of the name × letters of the candidate) for every candidate.
  package static func of(_ name: String, among candidates: [String]) -> String? {
    let nearest = candidates.min { distance(name, $0) < distance(name, $1) }
    guard let nearest, distance(name, nearest) <= max(2, name.count / 3) else { return nil }
    return nearest
  }

  /// Returns the end of an error message: `; did you mean X?`, or the list of all candidates.
  ///
  /// - Parameters:
  ///   - name: the name that the user wrote.
  ///   - candidates: the names that exist.
  package static func advice(for name: String, among candidates: [String]) -> String {
    if let nearest = of(name, among: candidates) { return "; did you mean \(nearest)?" }
    return "; there are \(candidates.joined(separator: ", "))"
  }

  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let replaced = diagonal + (letter == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}

/// Names of files and other foreign text, within a line of a message.
package enum PlainLine {
  /// Returns text with its control characters as escapes, such as `\n` and `\x1B`.
  ///
  /// The name of a file can hold any of them. Printed as they are, they would break the line, or
  /// give orders to the terminal.
  package static func text(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return text.unicodeScalars.map { isControl($0) ? escape($0) : String($0) }.joined()
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    // The two separators end a line as well.
    scalar.properties.generalCategory == .control || [0x2028, 0x2029].contains(scalar.value)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return scalar.value < 0x100
        ? "\\x" + String(repeating: "0", count: 2 - digits.count) + digits : "\\u{\(digits)}"
    }
  }
}

/// The program's version.
public enum Version {
  /// The semantic version number.
  ///
  /// CHANGELOG.md lists the changes of each version.
  public static let current = "0.1.0"
}
