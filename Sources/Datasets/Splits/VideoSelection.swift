import Basics
import Videos

/// The videos of a folder that are used, chosen by category and by UCF101's lists.
public struct VideoSelection: Sendable {
  /// The chosen videos.
  public let collection: VideoCollection
  /// Messages about videos that are left out or missing, and about the categories, one line each.
  public let remarks: [String]

  /// Scans a folder and chooses its videos.
  ///
  /// - Parameters:
  ///   - folder: the folder of videos.
  ///   - categories: the categories to use. Each must exist.
  ///   - lists: UCF101's lists. Videos that they don't name are left out. Nil leaves out no video.
  ///   - usesPartFolders: whether folders such as `train` and `test` are recognised (`PartFolder`).
  /// - Throws: `CollectionError`, ``CategoryError``, ``SplitError``.
  public init(
    scanning folder: String, categories: CategorySelection, lists: UCF101Lists?,
    usesPartFolders: Bool = true
  ) throws {
    if let lists { try categories.check(against: lists.categories, of: lists.categoriesPath) }
    let scanned = try VideoCollection.scan(folder, usesPartFolders: usesPartFolders)
    var remarks = [scanned.passedOver.sentence, scanned.oneCategorySentence].compactMap { $0 }
    try categories.check(against: scanned.files.map(\.category), of: folder)
    let wanted =
      categories == .all ? scanned : scanned.keeping { categories.includes($0.category) }
    guard let lists else {
      (collection, self.remarks) = (wanted, remarks)
      return
    }
    _ = try TrainTestSplit(wanted.splitVideos, lists: lists, folder: wanted.folder)
    let listed = Set(lists.training.names).union(lists.test.names)
      .filter { categories.includes(VideoFile.category(ofName: $0)) }
    collection = wanted.keeping { listed.contains($0.name) }
    let unlisted = wanted.files.filter { !listed.contains($0.name) }.map(\.name)
    let absent = listed.subtracting(wanted.files.map(\.name)).sorted()
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

extension VideoSelection {
  /// Returns the selection without the files that came after frames were extracted, and says so.
  ///
  /// - Parameter ledger: what became of every file when the frames were extracted.
  package func withoutNew(since ledger: Ledger) -> VideoSelection {
    let known = Set(ledger.rows.map(\.video))
    let new = collection.files.map(\.name).filter { !known.contains($0) }
    guard let first = new.first, new.count < collection.files.count else { return self }
    return VideoSelection(
      collection: collection.keeping { known.contains($0.name) },
      remarks: remarks + [Self.remark(onNew: new.count, of: collection.folder, such: first)])
  }

  /// Says that a run has no part of new videos, and what to do.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - place: the folder or the frame store that has them.
  ///   - first: the name of one of them.
  package static func remark(onNew count: Int, of place: String, such first: String) -> String {
    "\(place) has \(count == 1 ? "1 file that is" : "\(count) files that are") new since this run "
      + "began, such as \(first): not part of it; to include all, start another run with another -o"
  }

  private init(collection: VideoCollection, remarks: [String]) {
    (self.collection, self.remarks) = (collection, remarks)
  }
}

extension VideoCollection {
  /// The videos as a split sees them before their frames are extracted.
  package var splitVideos: [StoredVideo] {
    files.map { StoredVideo(name: $0.name, category: $0.category, frames: []) }
  }

  /// Says that all files are of one category, and which folder has categories below it.
  ///
  /// It is nil if there are several categories or none, or if there are no folders below the one.
  fileprivate var oneCategorySentence: String? {
    let folders = files.map { Array($0.name.split(separator: "/").dropLast()) }
      .filter { !$0.isEmpty }
    guard !hasPartFolders, var shared = folders.first else { return nil }
    for folder in folders { shared = zip(shared, folder).prefix { $0 == $1 }.map(\.0) }
    let below = Set(folders.compactMap { $0.dropFirst(shared.count).first })
    guard !shared.isEmpty, !below.isEmpty else { return nil }
    let path = shared.joined(separator: "/")
    return "all videos lie in the folder \(path), so they are of one category; to take the "
      + "\(below.count == 1 ? "folder" : "\(below.count) folders") in it as categories, give "
      + "\(folder)/\(path)"
  }
}

/// The categories of a collection that are used: all, or some by name.
public struct CategorySelection: Equatable, Sendable {
  /// All categories.
  public static let all = CategorySelection([])

  /// The names, in the order of their bytes; empty if all categories are used.
  public let names: [String]

  /// Selects categories.
  ///
  /// - Parameter names: the names. An empty list selects all categories.
  public init(_ names: [String]) {
    self.names = Set(names).sorted()
  }

  /// Whether a category is used.
  func includes(_ category: String) -> Bool { names.isEmpty || names.contains(category) }

  /// Checks that every selected category exists.
  ///
  /// - Parameters:
  ///   - present: the categories that exist.
  ///   - place: the file or folder that has them, for the message.
  /// - Throws: ``CategoryError`` if one is missing.
  public func check(against present: [String], of place: String) throws {
    let present = Set(present)
    let missing = names.filter { !present.contains($0) }
    guard missing.isEmpty else {
      throw CategoryError(
        place: place, missing: missing, others: present.subtracting(names).sorted())
    }
  }
}

/// Selected categories that do not exist.
public struct CategoryError: ExplainedError, Equatable {
  /// The file or folder that was searched.
  public let place: String
  /// The categories that do not exist; at least one.
  public let missing: [String]
  /// The categories that exist and were not selected.
  public let others: [String]

  /// The request is at fault.
  public var blame: Blame { .usage }

  /// Names every missing category, and the existing one with the most similar name.
  public var description: String {
    let named = missing.map { name in
      name + (NearestName.of(name, among: others).map { " (did you mean \($0)?)" } ?? "")
    }
    let categories = missing.count == 1 ? "category" : "categories"
    return "\(place) lacks the \(categories) \(named.joined(separator: ", ")); name those to use "
      + "with --categories, or use all of them with --categories all"
  }
}
