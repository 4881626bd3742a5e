import Discovery

/// Groups the evaluated videos by what is seen and by what moves in them, and says how good the groups are.
struct VideoGroups {
  let frames: EvaluatedFrames
  let clusters: Int
  let settings: Settings
  let surroundings: Surroundings

  /// Groups the videos.
  ///
  /// - Parameters:
  ///   - means: the mean features of every video's frames.
  ///   - motion: what the frame store has of their motion.
  ///   - learned: the network that sees motion.
  func grouping(
    means: Features, motion: StoredMotion?, learned: LearnedMotion?
  ) throws -> VideoGrouping {
    surroundings.display.show("grouping videos", done: 0, of: frames.videos.count, unit: "videos")
    return try VideoGrouping(
      by: kMeans, appearance: means, motion: motion?.histograms,
      descriptor: StoredMotion.descriptor, learned: try motion.flatMap { try learned?.features(of: $0) },
      threads: settings.threads)
  }

  private var kMeans: KMeans {
    KMeans(
      clusters: min(clusters, frames.videos.count), starts: settings.evaluation.starts,
      seed: settings.seed)
  }

  /// How well videos' groups by the means of some features agree with the categories.
  ///
  /// - Parameters:
  ///   - features: a row for every frame.
  ///   - form: what is done to the means before they are grouped.
  /// - Returns: nil where the videos have no categories.
  func scores(of features: Features, means form: (Features) -> Features) throws -> Scores<Double>? {
    guard let categories = frames.origins.categories else { return nil }
    let means = form(features.groupMeans(frames.origins.videoOfRow, count: frames.videos.count))
    return try kMeans.cluster(means, threads: settings.threads)
      .scores(of: means, categories: categories, threads: settings.threads)
  }

  /// How well videos' groups by motion of which nothing is learned agree with the categories.
  ///
  /// - Returns: nil where the videos have no categories.
  func scores(of motion: StoredMotion) throws -> Scores<Double>? {
    guard let categories = frames.origins.categories else { return nil }
    let described = motion.described
    return try kMeans.cluster(described, threads: settings.threads)
      .scores(of: described, categories: categories, threads: settings.threads)
  }

  /// How well videos' groups by one evidence agree with the categories.
  ///
  /// - Returns: nil where the videos have no categories, or no such groups.
  func scores(of grouping: VideoGrouping, by evidence: VideoEvidence) throws -> Scores<Double>? {
    guard let categories = frames.origins.categories else { return nil }
    return try grouping.scores(by: evidence, categories: categories, threads: settings.threads)
  }

  /// Puts the groups, and how good they are, into an evaluation, and a row a video into a table.
  func take(
    _ grouping: VideoGrouping, into evaluation: inout Evaluation, table path: String
  ) throws {
    guard let clustering = grouping.clusterings[grouping.evidence] else { return }
    (evaluation.videoEvidence, evaluation.videoAgreement) = (grouping.evidence, grouping.agreement)
    evaluation.videoClusterSizes = clustering.sizes
    for evidence in VideoEvidence.allCases {
      evaluation.videoScores[evidence] = try scores(of: grouping, by: evidence)
    }
    if let scores = evaluation.videoScores[grouping.evidence] {
      evaluation.scores?.videos = scores
    }
    try VideosTable(videos: frames.videos, clusters: clustering.assignments).write(to: path)
  }
}
