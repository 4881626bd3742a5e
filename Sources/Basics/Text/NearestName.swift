/// Finds what someone who misspelt a name probably meant.
package enum NearestName {
  /// The candidate with the fewest letters inserted, removed or replaced (Levenshtein 1966), if they
  /// are few enough to be a slip.
  ///
  /// - Parameters:
  ///   - name: what was written.
  ///   - candidates: what there is; of equals the first.
  /// - Complexity: O(name × candidate) for every candidate.
  package static func of(_ name: String, among candidates: [String]) -> String? {
    let nearest = candidates.min { distance(name, $0) < distance(name, $1) }
    guard let nearest, distance(name, nearest) <= max(2, name.count / 3) else { return nil }
    return nearest
  }

  /// The words to end a complaint with: `; did you mean X?`, or what there is.
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
