import Basics
import Discovery

/// What is found of a run's own features, which are gone when it is done.
struct OwnEvaluation {
  /// The frames' clusters, metrics and probe.
  let found: KindEvaluation.Found
  /// What the frames are grouped by.
  let evidence: Evidence
  /// The frames' metrics by every evidence, where motion was learned and the videos have categories.
  let scores: [Evidence: Scores<Double>]
  /// The videos.
  let videos: VideoVectors
  /// What can be known without categories.
  let judgement: Judgement
  /// What the map is drawn from.
  let components: Features

  /// What t-SNE's distances are taken in (van der Maaten and Hinton 2008, section 4.2: 30 there).
  static let componentCount = 50

  /// K.
  var clusters: Int { found.clustering.sizes.count }

  /// Groups the frames, and keeps the features in the run.
  ///
  /// - Parameters:
  ///   - own: the features.
  ///   - evaluate: groups frames and scores them.
  ///   - run: where the features are kept.
  init(of own: OwnFeatures, by evaluate: KindEvaluation, keptIn run: RunFolder) throws {
    let (frames, settings) = (evaluate.frames, evaluate.settings)
    found = try evaluate(own.features, shown: own.shown, .trained)
    let clusters = found.clustering.sizes.count
    // What is there from before is not of these features.
    try Folder.remove(run.evaluationMetrics)
    try own.write(to: run)
    evidence = own.evidence
    videos = own.videos
    judgement = try Judgement(
      of: own.features, origins: frames.origins,
      kMeans: settings.judgingKMeans(clusters), threads: settings.threads)
    components = try PrincipalComponents(
      Self.componentCount, of: own.features, seed: settings.seed
    ).projected
    var evaluate = evaluate
    evaluate.clusters = clusters
    scores = try Self.scores(of: own, by: evaluate, found)
  }

  private static func scores(
    of own: OwnFeatures, by evaluate: KindEvaluation, _ found: KindEvaluation.Found
  ) throws -> [Evidence: Scores<Double>] {
    guard own.motion != nil, evaluate.frames.origins.categories != nil else { return [:] }
    return try Dictionary(
      uniqueKeysWithValues: Evidence.allCases.compactMap { evidence in
        let scored =
          try evidence == own.evidence
          ? found : evaluate(own.features(by: evidence), .trained)
        return scored.scores.map { (evidence, $0.frames) }
      })
  }
}

extension OwnFeatures {
  /// Writes the features, and what they are made of where that is not the same.
  fileprivate func write(to run: RunFolder) throws {
    try Folder.create(run.evaluation)
    try features.write(to: run.evaluationFeatures)
    guard let motion else {
      for path in [run.evaluationAppearance, run.evaluationMotion] { try Folder.remove(path) }
      return
    }
    try appearance.write(to: run.evaluationAppearance)
    try motion.write(to: run.evaluationMotion)
  }
}
