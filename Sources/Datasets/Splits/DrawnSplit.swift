import Basics

extension TrainTestSplit {
  /// Draws a share of the videos of every category as test videos.
  ///
  /// Every category of two videos or more that aren't related gives at least one to each part. All
  /// others are training videos: categories of one video or one footage group, videos without a
  /// category beside others that have one, and files that lie in several categories. If fewer than
  /// two categories can give test videos, no video is held out: all are training videos and test
  /// videos.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - share: the share of each category's footage groups, from 0 (nothing is held out) to below 1.
  ///   - seed: decides which are drawn.
  ///   - copies: videos that are kept in the same part, besides equal files.
  /// - Throws: ``SplitError/share(_:)``.
  public init(
    _ videos: [StoredVideo], testShare share: Double, seed: UInt64, copies: [DuplicatePair] = []
  ) throws {
    guard (0..<1).contains(share) else { throw SplitError.share(share) }
    let categories = Set(videos.map(\.category)).sorted()
    let related = RelatedVideos(videos, copies: copies)
    var test: [Int] = []
    var alone: [String] = []
    for (number, category) in categories.enumerated() where !category.isEmpty {
      let own = CategoryGroups(of: category, in: videos, related)
      guard own.count > 1, !own.pure.isEmpty else {
        alone.append(category)
        continue
      }
      let wanted = max(Int((Double(own.count) * share).rounded()), 1)
      var generator = SeededGenerator(seed: seed, path: Stream.split, UInt64(number))
      let order = generator.permutation(of: own.pure.count)
      let most = min(wanted, own.count - 1, own.pure.count)
      test += order.prefix(most).flatMap { related.groups[own.pure[$0]] }
    }
    let remarks = [Self.remark(onCopiesAmong: videos), Self.remark(on: copies, among: videos)]
      .compactMap { $0 }
    let strays = videos.filter(\.category.isEmpty).map(\.name)
    let named = categories.filter { !$0.isEmpty }
    guard share > 0, named.count - alone.count > 1 else {
      let all = Array(videos.indices)
      let reason = Self.reason(
        share: share, named, alone,
        sharesFiles: related.groups.contains { Set($0.map { videos[$0].category }).count > 1 })
      self.init(
        training: all, test: all, isHeldOut: false,
        remarks: remarks + [reason]
          + [named.count > 1 ? Self.remark(onUnscored: strays) : nil].compactMap { $0 })
      return
    }
    let tested = Set(test)
    self.init(
      training: videos.indices.filter { !tested.contains($0) }, test: test.sorted(),
      remarks: remarks
        + [Self.remark(onAlone: alone), Self.remark(onStrays: strays)]
        .compactMap { $0 })
  }

  /// Makes these draws independent of all other draws from the same seed.
  private enum Stream {
    static let split: UInt64 = 4
  }

  /// Says why no video is held out.
  private static func reason(
    share: Double, _ named: [String], _ alone: [String], sharesFiles: Bool
  ) -> String {
    let end = "so none is held out: all are trained on and evaluated"
    guard share > 0 else { return "test_share is 0, \(end)" }
    let others = named.filter { !alone.contains($0) }
    if named.isEmpty { return "the videos have no categories, \(end)" }
    if named.count == 1 { return "all videos are of one category, \(named[0]), \(end)" }
    return (others.first.map { "only the category \($0) has" } ?? "no category has")
      + " two videos of different footage"
      + (sharesFiles ? ", besides files that lie in several categories, " : ", ") + end
  }

  private static func remark(onAlone categories: [String]) -> String? {
    guard !categories.isEmpty else { return nil }
    let are = categories.count == 1 ? "1 category is" : "\(categories.count) categories are"
    return
      "\(are) trained on and not evaluated, having one video, one group of videos, or only files "
      + "of other categories: \(NameList.text(categories))"
  }

  private static func remark(onStrays names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let count = names.count == 1 ? "1 video" : "\(names.count) videos"
    return "\(count) without a category \(names.count == 1 ? "is" : "are") trained on and not "
      + "evaluated: \(NameList.text(names))"
  }
}

/// The groups of related videos of one category.
private struct CategoryGroups {
  /// The number of groups with a video of the category.
  let count: Int
  /// The groups that have only videos of the category, in the order of their footage groups' names.
  let pure: [Int]

  init(of category: String, in videos: [StoredVideo], _ related: RelatedVideos) {
    var names: [Int: String] = [:]
    for (position, video) in videos.enumerated() where video.category == category {
      let name = FootageGroup.of(video.name)
      let group = related.groupOfVideo[position]
      names[group] = names[group].map { min($0, name) } ?? name
    }
    count = names.count
    pure = names.keys
      .filter { related.groups[$0].allSatisfy { videos[$0].category == category } }
      .sorted { (names[$0] ?? "") < (names[$1] ?? "") }
  }
}

/// A few names in a sentence.
enum NameList {
  /// The largest number of names that are written out.
  private static let most = 5

  /// Lists names, with commas; of many, the first ones and how many others there are.
  static func text(_ names: [String]) -> String {
    let shown = names.prefix(most).joined(separator: ", ")
    return names.count > most ? "\(shown) and \(names.count - most) more" : shown
  }
}

extension [StoredVideo] {
  /// Divides videos into those to train on and those to hold out, by a share of every category.
  ///
  /// Videos that share footage, or are the same file, are never divided. If too little would be
  /// left, no video is held out, and both parts have all videos.
  ///
  /// - Parameters:
  ///   - testShare: the share of each category's groups that is held out, from 0 to below 1.
  ///   - seed: which groups are drawn.
  /// - Throws: ``SplitError``.
  public func split(
    testShare: Double = 0.25, seed: UInt64 = 1
  ) throws -> (training: [StoredVideo], heldOut: [StoredVideo]) {
    let split = try TrainTestSplit(self, testShare: testShare, seed: seed)
    return (split.training.map { self[$0] }, split.test.map { self[$0] })
  }
}
