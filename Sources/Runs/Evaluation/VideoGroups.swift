import Discovery

/// Groups the evaluated videos by what is seen and by what moves in them, and says how good the groups are.
struct VideoGroups {
  let frames: EvaluatedFrames
  let clusters: Int
  let settings: Settings
  let surroundings: Surroundings

  /// Groups the videos.
  func grouping(_ vectors: VideoVectors) throws -> VideoGrouping {
    surroundings.display.show("grouping videos", done: 0, of: frames.videos.count, unit: "videos")
    return try VideoGrouping(vectors, by: kMeans, threads: settings.threads)
  }

  private var kMeans: KMeans { settings.kMeans(min(clusters, frames.videos.count)) }

  /// How well videos' groups by vectors of theirs agree with the categories.
  ///
  /// - Parameter rows: a row a video.
  /// - Returns: nil where the videos have no categories.
  func scores(of rows: Features) throws -> Scores<Double>? {
    guard let categories = frames.origins.categories else { return nil }
    return try kMeans.cluster(rows, threads: settings.threads)
      .scored(of: rows, categories: categories, threads: settings.threads).scores()?.frames
  }

  /// Puts the groups, how good they are and how good chance is into an evaluation, and a row a video into a
  /// table.
  func take(
    _ grouping: VideoGrouping, into evaluation: inout Evaluation, table path: String
  ) throws {
    let vectors = grouping.vectors
    guard let clustering = grouping.clusterings[vectors.evidence] else { return }
    evaluation.videoEvidence = vectors.evidence
    (evaluation.kernelAlignment, evaluation.motionAlignment) = (
      vectors.alignment, vectors.motionAlignment
    )
    evaluation.videoClusterSizes = clustering.sizes
    if let categories = frames.origins.categories {
      for evidence in Evidence.allCases {
        let scored = try grouping.scored(
          by: evidence, categories: categories, threads: settings.threads)
        evaluation.videoScores[evidence] = scored?.scores()?.frames
        guard evidence == vectors.evidence, let scored else { continue }
        if let own = scored.scores()?.frames { evaluation.scores?.videos = own }
        if let chance = scored.permutedScores(seed: settings.seed)?.frames {
          evaluation.baselines.permutedLabels?.videos = chance
        }
      }
    }
    try VideosTable(videos: frames.videos, clusters: clustering.assignments).write(to: path)
  }
}
