import Training

/// Everything that decides what a run does: `RUN/config.yaml`.
public struct Settings: Equatable, Sendable {
  /// The version of the program that wrote them.
  public var version = Version.current
  /// The folder of videos; nil where training began from a frame store.
  public var videos: String?
  /// The frame store; a relative path begins at the run's folder, so that a run can be moved whole.
  public var frames = "frames"
  /// What all random draws are a function of.
  public var seed: UInt64 = 1
  /// How many threads work at a time.
  public var threads = 1
  /// Which videos are held out from training and evaluated.
  public var split = SplitSettings()
  /// How the network is trained.
  public var training = NetworkSettings()
  /// How what it learned is evaluated.
  public var evaluation = DiscoverySettings()

  /// The defaults.
  public init() {}
}

/// Which videos are held out from training and evaluated.
public struct SplitSettings: Codable, Equatable, Sendable {
  /// Share of every category's footage groups.
  public var testShare = 0.25
  /// A list of videos, as UCF101's `testlist01.txt`; goes before the share.
  public var testList: String?

  enum CodingKeys: String, CodingKey {
    case testShare = "test_share"
    case testList = "test_list"
  }
}

/// Which network is trained, on what objective, and how.
public struct NetworkSettings: Codable, Equatable, Sendable {
  /// The architecture's name.
  public var network = "thesis"
  /// The objective's name.
  public var objective = "contrastive"
  /// The objective's margin.
  public var margin = 1.0
  /// Epochs in all; one epoch is every training pair once.
  public var epochs = 10
  /// Pairs a step.
  public var batch = 32
  /// The learning rate.
  public var learningRate = 0.01
  /// Share of the last update that goes on.
  public var momentum = 0.9
  /// Pull of every kernel towards 0, times its value.
  public var weightDecay = 0.005
  /// The largest norm of all gradients together.
  public var clipNorm = 5.0
  /// The bias's learning rate as a multiple of the kernel's.
  public var biasRateFactor = 2.0
  /// The bias's weight decay as a multiple of the kernel's.
  public var biasDecayFactor = 0.0
  /// Epochs from one checkpoint to the next.
  public var checkpointEvery = 10

  enum CodingKeys: String, CodingKey {
    case network, objective, margin, epochs, batch, momentum
    case learningRate = "learning_rate"
    case weightDecay = "weight_decay"
    case clipNorm = "clip_norm"
    case biasRateFactor = "bias_rate_factor"
    case biasDecayFactor = "bias_decay_factor"
    case checkpointEvery = "checkpoint_every"
  }

  /// The same, as the trainer wants it.
  public var trainer: TrainingSettings {
    TrainingSettings(
      epochs: epochs, batch: batch, learningRate: learningRate,
      optimiser: MomentumSGD.Settings(
        momentum: momentum, weightDecay: weightDecay, clipNorm: clipNorm,
        biasRateFactor: biasRateFactor, biasDecayFactor: biasDecayFactor),
      margin: margin, checkpointEvery: checkpointEvery)
  }
}

/// How what a network learned is evaluated.
public struct DiscoverySettings: Codable, Equatable, Sendable {
  /// K; nil is the number of categories, or ten where there are none.
  public var clusters: Int?
  /// Random starts of K-means, of which the best is kept.
  public var starts = 10
  /// The layer whose output is clustered: the one that was trained.
  public var featureLayer = "norm"
  /// Of t-SNE: about how many neighbours of a frame its place depends on.
  public var perplexity = 30.0

  enum CodingKeys: String, CodingKey {
    case clusters, perplexity
    case starts = "kmeans_starts"
    case featureLayer = "feature_layer"
  }
}
