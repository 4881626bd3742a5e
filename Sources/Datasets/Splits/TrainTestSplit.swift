import Basics

/// The division of a collection into training videos and test videos.
public struct TrainTestSplit: Equatable, Sendable {
  /// The positions of the training videos.
  public let training: [Int]
  /// The positions of the test videos, which are evaluated.
  public let test: [Int]
  /// Whether the test videos are held out: no test video is a training video.
  public let isHeldOut: Bool

  /// Takes the videos of a list as test videos, and all others as training videos.
  ///
  /// - Parameters:
  ///   - names: the videos' paths in the collection.
  ///   - list: the test list. Names that the collection lacks are ignored, since UCF101's lists
  ///     name all 101 categories and a collection may have ten.
  /// - Throws: ``SplitError``, also if the list divides a footage group.
  public init(_ names: [String], testList list: VideoList) throws {
    let test = try Self.positions(of: list, in: names)
    let listed = Set(test)
    let training = names.indices.filter { !listed.contains($0) }
    guard !training.isEmpty else { throw SplitError.everythingListed(path: list.path) }
    try self.init(names, training: training, test: test)
  }

  /// Takes training and test videos from UCF101's lists.
  ///
  /// A video in neither list is left out.
  ///
  /// - Parameters:
  ///   - names: the videos' paths in the collection.
  ///   - lists: the lists of a split. Names that the collection lacks are ignored.
  /// - Throws: ``SplitError``, also if the lists divide a footage group.
  public init(_ names: [String], lists: UCF101Lists) throws {
    try self.init(
      names, training: Self.positions(of: lists.training, in: names),
      test: Self.positions(of: lists.test, in: names))
  }

  /// Finds the videos that a list names.
  ///
  /// - Throws: ``SplitError/nothingListed(path:_:)``.
  private static func positions(of list: VideoList, in names: [String]) throws -> [Int] {
    let listed = Set(list.names)
    let found = names.indices.filter { listed.contains(names[$0]) }
    guard !found.isEmpty else { throw SplitError.nothingListed(path: list.path, names.first) }
    return found
  }

  /// Takes the two parts that lists name.
  ///
  /// - Throws: ``SplitError/dividedGroup(_:training:test:)``.
  private init(_ names: [String], training: [Int], test: [Int]) throws {
    var trained: [String: String] = [:]
    for position in training { trained[FootageGroup.of(names[position])] = names[position] }
    for position in test {
      let group = FootageGroup.of(names[position])
      if let clip = trained[group] {
        throw SplitError.dividedGroup(group, training: clip, test: names[position])
      }
    }
    (self.training, self.test) = (training, test)
    isHeldOut = true
  }

  /// Draws a share of the videos of every category as test videos.
  ///
  /// No footage group is divided.
  ///
  /// Every category with two groups or more gives at least one group to each part. If there would
  /// be fewer than two test videos, or a category without a test video, no video is held out: all
  /// videos are training videos and test videos.
  ///
  /// - Parameters:
  ///   - videos: the path in the collection and the category of every video.
  ///   - share: the share of each category's groups, from 0 (nothing is held out) to below 1.
  ///   - seed: the run's seed.
  /// - Throws: ``SplitError/share(_:)``.
  public init(_ videos: [(name: String, category: String)], testShare share: Double, seed: UInt64)
    throws
  {
    guard (0..<1).contains(share) else { throw SplitError.share(share) }
    let groups = videos.map { FootageGroup.of($0.name) }
    let categories = Set(videos.map(\.category)).sorted()
    var testGroups: Set<String> = []
    for (number, category) in categories.enumerated() where share > 0 {
      let own = Set(zip(groups, videos).filter { $0.1.category == category }.map(\.0)).sorted()
      guard own.count > 1 else { continue }
      let wanted = Int((Double(own.count) * share).rounded())
      var generator = SeededGenerator(seed: seed, path: Stream.split, UInt64(number))
      let order = generator.permutation(of: own.count)
      testGroups.formUnion(order.prefix(min(max(wanted, 1), own.count - 1)).map { own[$0] })
    }
    let test = videos.indices.filter { testGroups.contains(groups[$0]) }
    let covers = Set(test.map { videos[$0].category }).count == categories.count
    isHeldOut = test.count >= Self.fewestTestVideos && covers
    self.test = isHeldOut ? test : Array(videos.indices)
    training =
      isHeldOut
      ? videos.indices.filter { !testGroups.contains(groups[$0]) } : Array(videos.indices)
  }

  /// With one video, there is no other video to find a neighbour in.
  private static let fewestTestVideos = 2

  /// Makes these draws independent of all other draws from the run's seed.
  private enum Stream {
    static let split: UInt64 = 4
  }
}

/// Footage groups: videos that share footage must be in the same part of a split.
package enum FootageGroup {
  /// Finds the footage group of a video.
  ///
  /// UCF101's clips `v_Archery_g01_c01.avi`, `…_c02.avi` are cut from one source, the group `g01`
  /// of Archery (thesis, chapter on data). A video with any other kind of name is its own group.
  ///
  /// - Parameter name: the video's path in the collection.
  package static func of(_ name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    guard let match = file.wholeMatch(of: /(v_.+_g\d+)_c\d+\.[^.]+/) else { return name }
    return String(name.dropLast(file.count)) + match.1
  }
}

/// Why a split can't be made.
public enum SplitError: ExplainedError {
  /// The share is outside 0 ..< 1.
  case share(Double)
  /// A list names no video of the collection.
  case nothingListed(path: String, String?)
  /// A list names every video of the collection.
  case everythingListed(path: String)
  /// The lists put clips of one footage group into both parts; with one clip of each.
  case dividedGroup(String, training: String, test: String)
  /// A list can't be read.
  case unreadable(path: String, reason: String)

  /// The request is at fault.
  public var blame: Blame { .usage }

  /// Says what is wrong and what would be right.
  public var description: String {
    switch self {
    case .share(let share):
      "the test share must be from 0 to below 1, not \(share)"
    case .nothingListed(let path, let example):
      "\(path) names none of the collection's videos; their names look like "
        + "\(example ?? "clip.avi") and begin at the collection's folder"
    case .everythingListed(let path):
      "\(path) names every video of the collection, so no video is left to train on"
    case .dividedGroup(let group, let training, let test):
      "the lists divide the group \(group), whose clips share footage: \(training) would be trained "
        + "on and \(test) evaluated; put all clips of a group into the same list"
    case .unreadable(let path, let reason):
      "reading the list \(path): \(reason)"
    }
  }
}

extension [StoredVideo] {
  /// Divides videos into those to train on and those to hold out, by a share of every category.
  ///
  /// A footage group is never divided. If too little would be left, no video is held out, and
  /// both parts have all videos.
  ///
  /// - Parameters:
  ///   - testShare: the share of each category's groups that is held out, from 0 to below 1.
  ///   - seed: which groups are drawn.
  /// - Throws: ``SplitError``.
  public func split(
    testShare: Double = 0.25, seed: UInt64 = 1
  ) throws -> (training: [StoredVideo], heldOut: [StoredVideo]) {
    let split = try TrainTestSplit(
      map { ($0.name, $0.category) }, testShare: testShare, seed: seed)
    return (split.training.map { self[$0] }, split.test.map { self[$0] })
  }
}
