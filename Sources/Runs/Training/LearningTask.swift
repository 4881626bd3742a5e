import Datasets
import Networks

/// What a network is trained on without labels: the examples, and the objective on them.
struct LearningTask {
  let kind: ObjectiveKind
  let sampler: any Sampler & PairSource
  let objective: any Objective
  /// The losses of networks that have learned nothing but a scale, if known.
  let idleLosses: ClosedRange<Double>?

  /// How frames are seen; as stored where nil.
  let views: Views?

  /// Sets up what the settings ask for.
  ///
  /// - Parameters:
  ///   - settings: the settings, which must be valid.
  ///   - videos: the videos to train on.
  /// - Throws: `SamplingError`.
  init(_ settings: Settings, videos: [StoredVideo]) throws {
    kind = settings.objectiveKind
    views = settings.views.enabled ? Views(settings.views, seed: settings.seed) : nil
    objective = kind.objective(settings.training)
    switch kind {
    case .contrastive:
      let pairs = try PairSampler(
        videos: videos, negativeEvery: settings.sampling.negativeEvery, seed: settings.seed)
      sampler = pairs
      idleLosses = objective.idleLosses(negativeShare: pairs.negativeShare)
    case .quadruplet:
      sampler = try TupleSampler(videos: videos, seed: settings.seed)
      idleLosses = objective.idleLosses(negativeShare: 0.5)
    case .infonce, .vicreg:
      sampler = try NearPairSampler(
        videos: videos, distance: settings.training.pairDistance, seed: settings.seed)
      idleLosses = nil
    }
  }
}
