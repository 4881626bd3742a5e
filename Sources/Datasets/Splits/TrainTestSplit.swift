import Basics
import Videos

/// The division of a collection into training videos and test videos.
///
/// Videos that share footage, or are the same file, are always in the same part.
public struct TrainTestSplit: Equatable, Sendable {
  /// The positions of the training videos.
  public let training: [Int]
  /// The positions of the test videos, which are evaluated.
  public let test: [Int]
  /// Whether the test videos are held out: no test video is a training video.
  public let isHeldOut: Bool
  /// What a user should know of the split, one line each.
  public let remarks: [String]

  /// Takes a division as it is.
  init(training: [Int], test: [Int], isHeldOut: Bool = true, remarks: [String]) {
    (self.training, self.test) = (training, test)
    (self.isHeldOut, self.remarks) = (isHeldOut, remarks)
  }

  /// Takes the videos of a list as test videos, and all others as training videos.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - list: the test list. Names that the collection lacks are told in a remark.
  ///   - folder: the folder of the videos; the list may have absolute paths below it.
  ///   - copies: videos that are kept in the same part, besides equal files.
  /// - Throws: ``SplitError``, also if the list divides a footage group.
  public init(
    _ videos: [StoredVideo], testList list: VideoList, folder: String? = nil,
    copies: [DuplicatePair] = []
  ) throws {
    let found = try list.found(in: videos.map(\.name), folder: folder)
    let listed = Set(found.positions)
    let training = videos.indices.filter { !listed.contains($0) }
    guard !training.isEmpty else { throw SplitError.everythingListed(path: list.path) }
    try self.init(
      videos, training: training, test: found.positions, of: list.path, copies,
      remarks: [found.remark(on: list)].compactMap { $0 })
  }

  /// Takes training and test videos from UCF101's lists.
  ///
  /// A video in neither list is left out.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - lists: the lists of a split. Names that the collection lacks are ignored, since the lists
  ///     name all 101 categories and a collection may have ten.
  ///   - folder: the folder of the videos, for messages.
  ///   - copies: videos that are kept in the same part, besides equal files.
  /// - Throws: ``SplitError``, also if the lists divide a footage group.
  public init(
    _ videos: [StoredVideo], lists: UCF101Lists, folder: String? = nil, copies: [DuplicatePair] = []
  ) throws {
    let names = videos.map(\.name)
    try self.init(
      videos, training: lists.training.found(in: names, folder: folder).positions,
      test: lists.test.found(in: names, folder: folder).positions, of: lists.test.path,
      copies, remarks: [])
  }

  /// Takes the two parts that lists name, and holds out what is the same file as a test video.
  ///
  /// - Throws: ``SplitError/dividedGroup(_:training:test:)``, ``SplitError/everythingListed(path:)``.
  private init(
    _ videos: [StoredVideo], training: [Int], test: [Int], of path: String,
    _ copies: [DuplicatePair],
    remarks: [String]
  ) throws {
    var trained: [String: String] = [:]
    for position in training {
      trained[FootageGroup.of(videos[position].name)] = videos[position].name
    }
    for position in test {
      let group = FootageGroup.of(videos[position].name)
      if let clip = trained[group] {
        throw SplitError.dividedGroup(group, training: clip, test: videos[position].name)
      }
    }
    let split = Self.holdingOutRelated(
      videos, training: training, test: test, copies: copies)
    guard !split.training.isEmpty else { throw SplitError.everythingListed(path: path) }
    let strays = split.test.map { videos[$0] }.filter(\.category.isEmpty).map(\.name)
    let hasCategories = Set(videos.map(\.category)).filter { !$0.isEmpty }.count > 1
    self.init(
      training: split.training, test: split.test,
      remarks: remarks + split.remarks
        + [hasCategories ? Self.remark(onUnscored: strays) : nil].compactMap { $0 })
  }

  /// Returns the same split with more remarks, before its own.
  package func adding(_ remarks: [String]) -> TrainTestSplit {
    TrainTestSplit(
      training: training, test: test, isHeldOut: isHeldOut, remarks: remarks + self.remarks)
  }

  /// Moves training videos to the test videos that they are related to.
  static func holdingOutRelated(
    _ videos: [StoredVideo], training: [Int], test: [Int], copies: [DuplicatePair] = []
  ) -> TrainTestSplit {
    let related = RelatedVideos(videos, copies: copies)
    let tested = Set(test.map { related.groupOfVideo[$0] })
    let moved = training.filter { tested.contains(related.groupOfVideo[$0]) }
    let kept = Set(moved)
    return TrainTestSplit(
      training: training.filter { !kept.contains($0) }, test: (test + moved).sorted(),
      remarks: moved.first.map { first in
        let are = moved.count == 1 ? "1 other video is" : "\(moved.count) other videos are"
        return [
          "\(are) held out too, such as \(videos[first].name): the same file as a held-out "
            + "video, or of the same footage"
        ]
      } ?? [])
  }

  /// Says how many videos are the same file as another one; nil if none is.
  static func remark(onCopiesAmong videos: [StoredVideo]) -> String? {
    var first: [String: String] = [:]
    var copies: [(name: String, original: String)] = []
    for video in videos where !video.digest.isEmpty {
      if let original = first[video.digest] {
        copies.append((video.name, original))
      } else {
        first[video.digest] = video.name
      }
    }
    return copies.first.map { copy in
      "\(copies.count == 1 ? "1 video is the same file as another" : "\(copies.count) videos are the same files as others"), "
        + "such as \(copy.name) and \(copy.original); the same files are in the same part of the split"
    }
  }
}

extension TrainTestSplit {
  /// Says how many pairs of copies are kept together; nil if the videos have none.
  static func remark(on copies: [DuplicatePair], among videos: [StoredVideo]) -> String? {
    let names = Set(videos.map(\.name))
    let own = copies.filter { names.contains($0.video) && names.contains($0.other) }
    return own.first.map { pair in
      "\(own.count == 1 ? "1 pair of copies is" : "\(own.count) pairs of copies are") kept in one "
        + "part, such as \(pair.video) and \(pair.other)"
    }
  }

  /// Says which evaluated videos have no category that a score could count; nil if all have one.
  static func remark(onUnscored names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let have = names.count == 1 ? "1 video has" : "\(names.count) videos have"
    return "\(have) no category and no part in the scores: \(NameList.text(names))"
  }
}

/// Why a split can't be made.
public enum SplitError: ExplainedError {
  /// The share is outside 0 ..< 1.
  case share(Double)
  /// A list names no video of the collection; with a name of the collection, and what to do.
  case nothingListed(path: String, example: String?, advice: String?)
  /// A list names every video of the collection, or the others are the same files.
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
    case .nothingListed(let path, let example, let advice):
      "\(path) names none of the collection's videos; their names look like "
        + "\(example ?? "clip.avi") and begin at the collection's folder"
        + (advice.map { "; \($0)" } ?? "")
    case .everythingListed(let path):
      "\(path) names every video of the collection, or the others are copies of these, so no video "
        + "is left to train on"
    case .dividedGroup(let group, let training, let test):
      "the lists divide the group \(group), whose clips share footage: \(training) would be trained "
        + "on and \(test) evaluated; put all clips of a group into the same list"
    case .unreadable(let path, let reason):
      "reading the list \(path): \(reason)"
    }
  }
}
