import Basics
import Datasets
import Evaluation
import Tensors
import Videos

/// The videos of a run that show the same footage, in sets: what `unreel duplicates` lists.
public struct DuplicateSets: Encodable, Equatable, Sendable {
  /// Two videos that show the same footage.
  public struct Pair: Encodable, Equatable, Sendable {
    /// The video that begins first, or the longer one.
    public var video: String
    /// The other video.
    public var other: String
    /// How alike they are, at most 1.
    public var score: Double
    /// The second of `video` at which `other` begins.
    public var offset: Double
    /// What makes them differ, such as `resized` and `cut`.
    public var relations: [String]
    /// The same in words.
    public var differences: String
  }

  /// Videos that are copies of each other, directly or by way of others.
  public struct Copies: Encodable, Equatable, Sendable {
    /// The videos in alphabetical order.
    public var videos: [String]
    /// The pairs that were found among them, the most alike first.
    public var pairs: [Pair]
  }

  /// The sets, the largest first.
  public let sets: [Copies]

  /// Reads the table of copies, or compares the run's videos if an earlier version left no table.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - settings: its settings.
  ///   - context: receives progress, and can cancel the comparison.
  /// - Throws: errors of reading; `CancellationError`.
  public init(of run: RunFolder, settings: Settings, in context: RunContext) throws {
    if Folder.isFile(run.collection.duplicates) {
      self.init(try DuplicatePair.read(run.collection.duplicates))
      return
    }
    let store = try FrameStore(path: run.frames(of: settings))
    let videos = try store.videos(of: settings.selectedCategories)
    self.init(
      try context.display.stage("comparing videos, because the run has no duplicates.csv") {
        try settings.prepareLibTorch()
        return try DuplicateFinder(store, threads: settings.threads, in: context)
          .pairs(among: videos)
      })
  }

  /// Puts pairs into sets.
  ///
  /// - Parameter pairs: the pairs.
  package init(_ pairs: [DuplicatePair]) {
    var numbers: [String: Int] = [:]
    for video in pairs.flatMap({ [$0.video, $0.other] }) where numbers[video] == nil {
      numbers[video] = numbers.count
    }
    var joined = DisjointSets(count: numbers.count)
    let ends = pairs.map { (numbers[$0.video, default: 0], numbers[$0.other, default: 0]) }
    for (one, other) in ends { joined.join(one, other) }
    let places = ends.map { joined.root(of: $0.0) }
    sets = Dictionary(grouping: zip(places, pairs)) { $0.0 }.values.map { members in
      let pairs = members.map(\.1)
      return Copies(
        videos: Set(pairs.flatMap { [$0.video, $0.other] }).sorted(),
        pairs: pairs.sorted { ($1.score, $0.video, $0.other) < ($0.score, $1.video, $1.other) }
          .map { pair in
            Pair(
              video: pair.video, other: pair.other, score: pair.score, offset: pair.offset,
              relations: pair.relations.map(\.rawValue),
              differences: pair.relations.map(\.words).joined(separator: ", "))
          })
    }.sorted { ($1.videos.count, $0.videos[0]) < ($0.videos.count, $1.videos[0]) }
  }
}
