import Basics
import Foundation

/// What one evaluation found: the content of `metrics.json`.
///
/// Metrics that need categories are absent where the videos have none.
public struct Evaluation: Codable, Equatable, Sendable {
  /// How many frames were clustered.
  public var frames: Int
  /// How many videos they come from.
  public var videos: Int
  /// How many clusters were asked for.
  public var clusters: Int
  /// The metrics over frames and over videos, if the videos have categories.
  public var scores: LevelScores<Double>?
  /// The sum of the frames' squared distances to their clusters' centres.
  public var inertia: Double
  /// How many frames every cluster holds, largest first.
  public var clusterSizes: [Int]
  /// How many videos have most of their frames in each cluster.
  public var videoClusterSizes: [Int]
  /// What can be known of the features without categories; nil in files of earlier versions.
  public var judgement: Judgement?
  /// What was judged to choose the checkpoint or the layer, where they were to be chosen.
  public var judged: [JudgedFeatures]?
  /// The numbers of clusters that were tried, where K was found out.
  public var clusterCounts: [ClusterCount.Trial]?
  /// What the frames were grouped by; nil in files of earlier versions.
  public var frameEvidence: Evidence?
  /// The frames' metrics by every evidence, where motion was learned and the videos have categories.
  public var frameScores: [Evidence: Scores<Double>] = [:]
  /// What the videos were grouped by; nil where they were not grouped by themselves.
  public var videoEvidence: Evidence?
  /// How alike videos are by appearance and by motion (``VideoVectors/alignment``).
  public var kernelAlignment: Double?
  /// How alike they are by every second look at motion (``VideoVectors/motionAlignment``).
  public var motionAlignment: Double?
  /// The videos' metrics by every evidence, if the videos have categories.
  public var videoScores: [Evidence: Scores<Double>] = [:]
  /// What else is scored the same way, to compare with.
  public var baselines: Baselines
  /// How it was done.
  public var settings: EvaluationSettings

  /// Puts an evaluation together.
  ///
  /// - Parameters:
  ///   - clustering: the clusters of the features under evaluation.
  ///   - scored: the same clusters held against the categories.
  ///   - baselines: the scores of what to compare with.
  ///   - settings: how it was done.
  public init(
    _ clustering: Clustering, scored: ScoredClusters, baselines: Baselines,
    settings: EvaluationSettings
  ) {
    frames = clustering.assignments.count
    videos = scored.origins.videos
    clusters = clustering.sizes.count
    scores = scored.scores()
    inertia = clustering.inertia
    clusterSizes = clustering.sizes
    videoClusterSizes = clustering.sizes.indices.map { cluster in
      scored.videoClusters.count { $0 == cluster }
    }
    self.baselines = baselines
    self.settings = settings
  }

  /// The text of `metrics.json`: keys in alphabetic order, a line each.
  ///
  /// - Throws: `EncodingError` if a number is not finite, which JSON can't hold.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// Writes `metrics.json` durably.
  ///
  /// - Throws: `SystemCallError`, or `EncodingError` if a number is not finite.
  public func write(to path: String) throws {
    try DurableFile.write(try json(), to: path)
  }

  /// Reads what ``write(to:)`` wrote.
  ///
  /// - Throws: `MalformedJSON`, `OversizedFile`, or a `SystemCallError`.
  public init(contentsOf path: String) throws { self = try JSONFile.read(path) }
}
