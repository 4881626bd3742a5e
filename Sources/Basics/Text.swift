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

/// The program's version.
public enum Version {
  /// The semantic version number.
  ///
  /// CHANGELOG.md lists the changes of each version.
  public static let current = "0.1.0"
}
