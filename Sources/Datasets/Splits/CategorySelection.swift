/// The categories of a collection that are used: some by name, or all.
package struct CategorySelection: Equatable, Sendable {
  /// All categories.
  package static let all = CategorySelection([])

  /// Their names, in the order of their bytes; empty where all are used.
  package let names: [String]

  /// Selects categories.
  ///
  /// - Parameter names: their names; none selects all.
  package init(_ names: [String]) {
    self.names = Set(names).sorted()
  }

  /// Whether a category is used.
  package func includes(_ category: String) -> Bool { names.isEmpty || names.contains(category) }

  /// Checks that every selected category is there.
  ///
  /// - Parameters:
  ///   - present: the categories that are there.
  ///   - place: where that is, for the message.
  /// - Throws: ``CategoryError``.
  package func check(against present: [String], of place: String) throws {
    let present = Set(present)
    let missing = names.filter { !present.contains($0) }
    guard missing.isEmpty else {
      throw CategoryError(
        place: place, missing: missing, others: present.subtracting(names).sorted())
    }
  }
}
