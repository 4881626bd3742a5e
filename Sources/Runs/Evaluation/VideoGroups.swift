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
  func grouping(means: Features, motion: StoredMotion?) throws -> VideoGrouping {
    surroundings.display.show("grouping videos", done: 0, of: frames.videos.count, unit: "videos")
    let kMeans = KMeans(
      clusters: min(clusters, frames.videos.count), starts: settings.evaluation.starts,
      seed: settings.seed)
    return try VideoGrouping(
      by: kMeans, appearance: means, motion: motion?.histograms,
      descriptor: StoredMotion.descriptor, threads: settings.threads)
  }

  /// Puts the groups, and how good they are, into an evaluation, and a row a video into a table.
  func take(
    _ grouping: VideoGrouping, into evaluation: inout Evaluation, table path: String
  ) throws {
    guard let clustering = grouping.clusterings[grouping.evidence] else { return }
    (evaluation.videoEvidence, evaluation.videoAgreement) = (grouping.evidence, grouping.agreement)
    evaluation.videoClusterSizes = clustering.sizes
    if let categories = frames.origins.categories {
      for evidence in VideoEvidence.allCases {
        evaluation.videoScores[evidence] = try grouping.scores(
          by: evidence, categories: categories, threads: settings.threads)
      }
    }
    if let scores = evaluation.videoScores[grouping.evidence] {
      evaluation.scores?.videos = scores
    }
    try VideosTable(videos: frames.videos, clusters: clustering.assignments).write(to: path)
  }
}
