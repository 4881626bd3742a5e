import Evaluation
import Numerics
import Testing

@Suite struct VerdictTests {
  private func evaluation(
    _ entropy: Double?, rawPixels: Double? = nil, randomNetwork: Double? = nil,
    chance: ClosedRange<Double>? = nil
  ) throws -> Evaluation {
    let features = Features(rows: 2, dimension: 1, values: [0, 1])
    let origins = RowGroups(groupOfRow: [0, 1], count: 2, categories: ["a", "b"])
    let scored = try ClusteringScorer([0, 1], of: features, groups: origins)
    let model = try #require(scored.score())
    func scores(_ entropy: Double) -> LevelMetrics<Double> {
      var scores = model
      scores.rows.conditionalEntropyBits = entropy
      return scores
    }
    var permuted = chance.flatMap { _ in scored.scorePermuted(permutations: 1, seed: 0) }
    if let chance {
      permuted?.rows.conditionalEntropyBits = Interval(
        mean: (chance.lowerBound + chance.upperBound) / 2, low: chance.lowerBound,
        high: chance.upperBound)
    }
    var evaluation = Evaluation(
      try KMeans(clusters: 2, seed: 0).cluster(features), scorer: scored,
      baselines: Baselines(
        [.rawPixels: rawPixels.map(scores), .randomNetwork: randomNetwork.map(scores)]
          .compactMapValues { $0 },
        permutedLabels: permuted),
      settings: EvaluationRecord(
        k: 2, seed: 0, featureLayer: "fc7", checkpoint: nil, starts: 10))
    evaluation.metrics = entropy.map(scores)
    return evaluation
  }

  @Test func beatsBoth() throws {
    let found = try evaluation(0.45, rawPixels: 0.75, randomNetwork: 0.8, chance: 1.9...2.1)
    #expect(
      found.verdict == "Beats an untrained network and raw pixels: "
        + "conditional entropy 0.45 bits, below by 0.35 and 0.30.")
  }

  @Test func narrowLeadsAreNamed() throws {
    let found = try evaluation(0.7, rawPixels: 0.75, randomNetwork: 0.9)
    #expect(
      found.verdict == "Beats an untrained network: conditional entropy 0.70 bits, below by 0.20. "
        + "No clear lead over raw pixels (by 0.05): less than 0.20 can be luck, as K-means varies by 0.1 "
        + "either way."
    )
    #expect(
      try evaluation(0.7, rawPixels: 0.75, randomNetwork: 0.75).verdict
        == "Conditional entropy 0.70 bits. No clear lead over an untrained network and raw pixels "
        + "(by 0.05 and 0.05): less than 0.20 can be luck, as K-means varies by 0.1 either way.")
  }

  /// The frames' lead can be luck while the videos' is none: a reader must not take the first for the whole.
  @Test func aClearLeadOfVideosIsSaid() throws {
    var found = try evaluation(0.44, rawPixels: 0.61, randomNetwork: 0.92)
    func setVideos(_ own: Double, _ rawPixels: Double) {
      found.metrics?.groups.conditionalEntropyBits = own
      found.baselines.scores[.rawPixels]?.groups.conditionalEntropyBits = rawPixels
      found.baselines.scores[.randomNetwork]?.groups.conditionalEntropyBits = 1.1
    }
    setVideos(0.45, 0.75)
    #expect(
      found.verdict.hasSuffix(
        "These are single frames; for whole videos the lead over all baselines is clear: 0.45 bits, the best of them 0.75."
      ), "\(found.verdict)")
    setVideos(0.45, 0.64)
    #expect(!found.verdict.contains("whole videos"))
  }

  @Test func doesNotBeat() throws {
    #expect(
      try evaluation(1.05, rawPixels: 1.2, randomNetwork: 0.8, chance: 1.9...2.1).verdict
        == "Does not beat an untrained network: conditional entropy 1.05 against 0.80 bits.")
    #expect(
      try evaluation(1.05, rawPixels: 0.75, randomNetwork: 1.05).verdict
        == "Does not beat an untrained network or raw pixels: "
        + "conditional entropy 1.05 against 1.05 and 0.75 bits.")
  }

  @Test func everyBaselineIsARival() throws {
    var found = try evaluation(0.45, rawPixels: 0.75, randomNetwork: 0.8)
    found.baselines.scores[.pixelComponents] = found.baselines.scores[.rawPixels]
    found.baselines.scores[.rawMotion] = found.baselines.scores[.randomNetwork]
    #expect(
      found.verdict == "Beats an untrained network, raw pixels, PCA of pixels and raw motion: "
        + "conditional entropy 0.45 bits, below by 0.35, 0.30, 0.30 and 0.35.")
  }

  @Test func noBetterThanChance() throws {
    #expect(
      try evaluation(1.95, rawPixels: 2.3, randomNetwork: 2.2, chance: 1.9...2.1).verdict
        == "No better than chance: conditional entropy 1.95 bits, "
        + "where permuted labels give 1.90 to 2.10.")
  }

  /// Two frames in two clusters; each is a video and a category, unless the entropy says otherwise.
  @Test func whatChanceCannotTellIsNamed() throws {
    var found = try evaluation(0, chance: 0...0)
    #expect(found.verdict.hasPrefix("Every video is a category of its own, so "))
    found.metrics?.groups.labelEntropyBits = 0.5
    #expect(found.verdict.hasPrefix("Every frame is a cluster of its own, so "))
    found.metrics?.groups.labelEntropyBits = 0
    #expect(found.verdict.hasPrefix("All videos are of one category, so "))
    found.metrics = nil
    found.settings.others[Evaluation.onlyCategory] = .text("UCF-101")
    #expect(
      found.verdict == "All videos are of one category, UCF-101, so there is nothing to hold the "
        + "clusters against.")
  }

  @Test func withoutCategoriesOrBaselines() throws {
    #expect(
      try evaluation(nil).verdict
        == "The videos have no categories, so there is nothing to hold the clusters against.")
    #expect(
      try evaluation(0.5).verdict
        == "Conditional entropy 0.50 bits, with no baseline to compare it with.")
  }
}

@Suite struct GroupingSentenceTests {
  private func sentence(
    frames: Modality, videos: Modality, asked: String? = nil, count: Int = 18
  ) throws -> String? {
    let features = Features(rows: 2, dimension: 1, values: [0, 1])
    let scored = try ClusteringScorer(
      [0, 1], of: features, groups: RowGroups(groupOfRow: [0, 1], count: 2, categories: nil))
    var found = Evaluation(
      try KMeans(clusters: 2, seed: 0).cluster(features), scorer: scored, baselines: Baselines(),
      settings: EvaluationRecord(
        k: 2, seed: 0, featureLayer: "fc7", checkpoint: nil, starts: 10,
        others: asked.map { ["group_by": .text($0)] } ?? [:]))
    #expect(found.groupingSentence == nil, "nothing is known")
    found.videos = count
    (found.frameModality, found.videoModality) = (frames, videos)
    (found.kernelAlignment, found.motionAlignment) = (0.084, 0.37)
    return found.groupingSentence
  }

  @Test func theReasonIsGiven() throws {
    #expect(
      try sentence(frames: .motion, videos: .motion, asked: "auto")
        == "Frames and videos are grouped by motion: appearance says something else "
        + "(alignment 0.08; 0 is chance). With --group-by appearance they are grouped by appearance."
    )
    #expect(
      try sentence(frames: .both, videos: .both)
        == "Frames and videos are grouped by appearance and motion together: the two agree "
        + "(alignment 0.08; 0 is chance).")
    #expect(
      try sentence(frames: .appearance, videos: .appearance)
        == "Frames and videos are grouped by appearance: motion says something else "
        + "(alignment 0.08; 0 is chance), and two halves of the motion hardly agree (0.37).")
    #expect(
      try sentence(frames: .appearance, videos: .appearance, count: 9)
        == "Frames and videos are grouped by appearance: motion says something else "
        + "(alignment 0.08; 0 is chance), and there are too few videos to trust motion alone.")
  }

  @Test func framesThatAreClusteredOtherwiseAreNotClaimed() throws {
    #expect(
      try sentence(frames: .appearance, videos: .motion)
        == "Videos are grouped by motion: appearance says something else (alignment 0.08; 0 is chance)."
    )
  }

  @Test func aRequestNeedsNoReason() throws {
    #expect(
      try sentence(frames: .both, videos: .both, asked: "both")
        == "Frames and videos are grouped by appearance and motion together, as asked.")
  }
}
