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
      descriptor: StoredMotion.descriptor,
      learned: try motion.flatMap { try learned?.features(of: $0) }, threads: settings.threads)
  }

  private var kMeans: KMeans {
    KMeans(
      clusters: min(clusters, frames.videos.count), starts: settings.evaluation.starts,
      seed: settings.seed)
  }

  /// How well videos' groups by vectors of theirs agree with the categories.
  ///
  /// - Parameter rows: a row a video.
  /// - Returns: nil where the videos have no categories.
  func scores(of rows: Features) throws -> Scores<Double>? {
    guard let categories = frames.origins.categories else { return nil }
    return try kMeans.cluster(rows, threads: settings.threads)
      .scored(of: rows, categories: categories, threads: settings.threads).scores()?.frames
  }

  /// The mean of every video's rows.
  ///
  /// - Parameter features: a row a frame.
  func means(of features: Features) -> Features {
    features.groupMeans(frames.origins.videoOfRow, count: frames.videos.count)
  }

  /// Puts the groups, how good they are and how good chance is into an evaluation, and a row a video into a
  /// table.
  func take(
    _ grouping: VideoGrouping, into evaluation: inout Evaluation, table path: String
  ) throws {
    guard let clustering = grouping.clusterings[grouping.evidence] else { return }
    (evaluation.videoEvidence, evaluation.videoAgreement) = (grouping.evidence, grouping.agreement)
    evaluation.videoClusterSizes = clustering.sizes
    if let categories = frames.origins.categories {
      for evidence in VideoEvidence.allCases {
        let scored = try grouping.scored(
          by: evidence, categories: categories, threads: settings.threads)
        evaluation.videoScores[evidence] = scored?.scores()?.frames
        guard evidence == grouping.evidence, let scored else { continue }
        if let own = scored.scores()?.frames { evaluation.scores?.videos = own }
        if let chance = scored.permutedScores(seed: settings.seed)?.frames {
          evaluation.baselines.permutedLabels?.videos = chance
        }
      }
    }
    try VideosTable(videos: frames.videos, clusters: clustering.assignments).write(to: path)
  }
}
