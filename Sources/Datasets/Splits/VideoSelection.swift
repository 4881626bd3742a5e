import Videos

/// The videos of a folder that are used: those of some categories that some lists name.
package struct VideoSelection: Sendable {
  /// The videos.
  package let collection: VideoCollection
  /// What a person should know of those that are left out or missing, a line each.
  package let remarks: [String]

  /// Scans a folder and selects from it.
  ///
  /// - Parameters:
  ///   - folder: the folder of videos.
  ///   - categories: the categories to use; each must be there.
  ///   - lists: UCF101's lists; videos that they don't name are left out. Nil leaves none out.
  /// - Throws: `CollectionError`, ``CategoryError``, ``SplitError``.
  package init(scanning folder: String, categories: CategorySelection, lists: UCF101Lists?) throws {
    if let lists { try categories.check(against: lists.categories, of: lists.categoriesPath) }
    let scanned = try VideoCollection.scan(folder)
    try categories.check(against: scanned.files.map(\.category), of: folder)
    let wanted =
      categories == .all ? scanned : scanned.keeping { categories.includes($0.category) }
    guard let lists else {
      (collection, remarks) = (wanted, [])
      return
    }
    _ = try TrainTestSplit(wanted.files.map(\.name), lists: lists)
    let listed = Set(lists.training.names).union(lists.test.names)
      .filter { categories.includes(VideoFile.category(ofName: $0)) }
    collection = wanted.keeping { listed.contains($0.name) }
    let unlisted = wanted.files.filter { !listed.contains($0.name) }.map(\.name)
    let absent = listed.subtracting(wanted.files.map(\.name)).sorted()
    var remarks: [String] = []
    if let first = unlisted.first {
      remarks.append(
        "left out, being in neither list of split \(lists.number): \(unlisted.count) of "
          + "\(wanted.files.count) files, such as \(first)")
    }
    if let first = absent.first {
      remarks.append(
        "warning: \(folder) lacks \(absent.count) of the \(listed.count) videos that the lists of "
          + "split \(lists.number) name, such as \(first)")
    }
    self.remarks = remarks
  }
}
