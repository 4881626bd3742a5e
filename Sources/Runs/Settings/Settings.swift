import Basics
import Datasets
import Videos

/// Everything that decides what a run does: `RUN/config.yaml`.
public struct Settings: Codable, Equatable, Sendable {
  /// The version of the program that wrote them.
  public var version = Version.current
  /// The folder of videos; nil where training began from a frame store.
  public var videos: String?
  /// The categories to use; none is all.
  public var categories: [String] = []
  /// The frame store; a relative path begins at the run's folder, so that a run can be moved whole.
  public var frames = "frames"
  /// Which frames of a video are stored.
  public var sampling = FrameSampling()
  /// What all random draws are a function of.
  public var seed: UInt64 = 1
  /// How many threads work at a time.
  public var threads = 1
  /// For how many seconds a video may give no frame before it is given up.
  public var timeout = 60
  /// Which videos are held out from training and evaluated.
  public var split = SplitSettings()
  /// How different from the stored frames the network sees them while it is trained.
  public var views = ViewSettings()
  /// How the network that sees motion is trained.
  public var motion = MotionSettings()
  /// How the network is trained.
  public var training = NetworkSettings()
  /// How what it learned is evaluated.
  public var evaluation = DiscoverySettings()
  /// How it is trained on with labels.
  public var finetuning = FinetuningSettings()

  /// The defaults.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case version = "unreel"
    case videos, categories, frames, sampling, seed, threads, timeout, split, views, motion,
      training,
      evaluation, finetuning
  }
}
