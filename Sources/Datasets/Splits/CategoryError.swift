import Basics

/// Categories that were asked for and are not there.
package struct CategoryError: ExplainedError, Equatable {
  /// Where they were looked for.
  package let place: String
  /// Those that are not there, at least one.
  package let missing: [String]
  /// Those that are and were not asked for.
  package let others: [String]

  /// The request's.
  package var blame: Blame { .usage }

  /// Names every missing category, and the nearest one that may have been meant.
  package var description: String {
    let named = missing.map { name in
      name + (NearestName.of(name, among: others).map { " (did you mean \($0)?)" } ?? "")
    }
    let categories = missing.count == 1 ? "category" : "categories"
    return "\(place) lacks the \(categories) \(named.joined(separator: ", ")); name those to use "
      + "with --categories, or use all of them with --categories all"
  }
}
