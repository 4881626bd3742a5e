import Datasets
import Networks

/// What a network is trained on without labels: the examples, and the objective on them.
struct LearningTask {
  let kind: ObjectiveKind
  let sampler: any Sampler & PairSource
  let objective: any Objective
  /// The losses of networks that have learned nothing but a scale, if known.
  let idleLosses: ClosedRange<Double>?

  /// Sets up what the settings ask for.
  ///
  /// - Parameters:
  ///   - settings: the settings, which must be valid.
  ///   - videos: the videos to train on.
  /// - Throws: `SamplingError`.
  init(_ settings: Settings, videos: [StoredVideo]) throws {
    kind = settings.objectiveKind
    objective = kind.objective(margin: settings.training.margin)
    switch kind {
    case .contrastive:
      let pairs = try PairSampler(
        videos: videos, negativeEvery: settings.sampling.negativeEvery, seed: settings.seed)
      sampler = pairs
      idleLosses = objective.idleLosses(negativeShare: pairs.negativeShare)
    case .quadruplet:
      sampler = try TupleSampler(videos: videos, seed: settings.seed)
      idleLosses = objective.idleLosses(negativeShare: 0.5)
    }
  }
}
