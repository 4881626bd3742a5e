import Discovery

/// Evaluates what needs no training, as the trained network's features are: frames and videos are grouped,
/// each by themselves.
struct BaselineEvaluation {
  let evaluate: KindEvaluation
  let videoGroups: VideoGroups
  /// What the frame store has of the videos' motion.
  let motion: StoredMotion?

  /// How many principal components of the pixels are kept: as many as t-SNE is given of features.
  private static let components = 50

  /// Evaluates all baselines; none has scores where the videos have no categories.
  func callAsFunction() throws -> [Baseline: LevelScores<Double>] {
    var scores: [Baseline: LevelScores<Double>] = [:]
    scores[.randomNetwork] = try scored(.randomNetwork) { $0.rowsNormalised() }.scores
    let pixels = try scored(.rawPixels) { $0 }
    scores[.rawPixels] = pixels.scores
    scores[.pixelComponents] = try scored(pixels.components)
    if let motion {
      var moved = try evaluate(.baseline(.rawMotion)) { _, _ in }.found.scores
      if let videos = try videoGroups.scores(of: motion) { moved?.videos = videos }
      scores[.rawMotion] = moved
    }
    return scores
  }

  private func scored(
    _ baseline: Baseline, means form: (Features) -> Features
  ) throws -> (scores: LevelScores<Double>?, components: Features) {
    let isPixels = baseline == .rawPixels
    let (found, kept) = try evaluate(.baseline(baseline)) { features, _ in
      (
        videos: try videoGroups.scores(of: features, means: form),
        components: isPixels
          ? try PrincipalComponents(
            Self.components, of: features, seed: evaluate.settings.seed
          ).projected : Features(rows: 0, dimension: 0, values: [])
      )
    }
    var scores = found.scores
    if let videos = kept.videos { scores?.videos = videos }
    return (scores, kept.components)
  }

  private func scored(_ components: Features) throws -> LevelScores<Double>? {
    var scores = try evaluate(components, .baseline(.pixelComponents)).scores
    if let videos = try videoGroups.scores(of: components, means: { $0 }) {
      scores?.videos = videos
    }
    return scores
  }
}
