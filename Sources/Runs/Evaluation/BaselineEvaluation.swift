import Discovery

/// Evaluates what needs no training, as the trained network's features are: frames and videos are grouped,
/// each by themselves.
struct BaselineEvaluation {
  let evaluate: KindEvaluation
  let videoGroups: VideoGroups
  /// What the frame store has of the videos' motion.
  let motion: StoredMotion?

  /// Evaluates all baselines; none where the videos have no categories to score them by.
  func callAsFunction() throws -> [Baseline: LevelScores<Double>] {
    guard evaluate.frames.origins.categories != nil else { return [:] }
    var scores: [Baseline: LevelScores<Double>] = [:]
    let untrained = try evaluate(.baseline(.randomNetwork)) { features in
      try videoGroups.scores(of: evaluate.frames.videoMeans(of: features).rowsNormalised())
    }
    scores[.randomNetwork] = Self.joined(untrained.found, untrained.kept)
    let pixels = try evaluate(.baseline(.rawPixels)) { features in
      (
        videos: try videoGroups.scores(of: evaluate.frames.videoMeans(of: features)),
        components: try PrincipalComponents(
          OwnEvaluation.componentCount, of: features, seed: evaluate.settings.seed
        ).projected
      )
    }
    scores[.rawPixels] = Self.joined(pixels.found, pixels.kept.videos)
    let components = pixels.kept.components
    scores[.pixelComponents] = Self.joined(
      try evaluate(components, .baseline(.pixelComponents)),
      try videoGroups.scores(of: evaluate.frames.videoMeans(of: components)))
    if let motion {
      scores[.rawMotion] = Self.joined(
        try evaluate(.baseline(.rawMotion)) { _ in }.found,
        try videoGroups.scores(of: motion.described))
    }
    return scores
  }

  /// A baseline's scores over frames with those over its own groups of videos.
  private static func joined(
    _ found: KindEvaluation.Found, _ videos: Scores<Double>?
  ) -> LevelScores<Double>? {
    var scores = found.scores
    if let videos { scores?.videos = videos }
    return scores
  }
}
