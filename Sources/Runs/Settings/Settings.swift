import Basics
import Datasets
import Evaluation
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
  public var evaluation = EvaluationSettings()
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

/// Which videos are held out from training and evaluated.
public struct SplitSettings: Codable, Equatable, Sendable {
  /// Share of every category's footage groups.
  public var testShare = 0.25
  /// A list of videos, as UCF101's `testlist01.txt`; goes before the share.
  public var testList: String?
  /// The folder of UCF101's `classInd.txt`, `trainlist01.txt`, …; goes before the share.
  public var ucf101Lists: String?
  /// Which of UCF101's splits those lists give, from 1 to 3.
  public var listNumber = 1

  enum CodingKeys: String, CodingKey {
    case testShare = "test_share"
    case testList = "test_list"
    case ucf101Lists = "ucf101_lists"
    case listNumber = "list_number"
  }
}

/// How the network that sees motion is trained.
public struct MotionSettings: Codable, Equatable, Sendable {
  /// Whether it is trained at all.
  public var enabled = true
  /// Steps, where there are enough windows of motion for them.
  public var steps = 800
  /// Pairs of windows a step.
  public var batch = 128
  /// What InfoNCE divides cosines by.
  public var temperature = 0.5
  /// The largest learning rate of a cosine.
  public var learningRate = 0.06

  enum CodingKeys: String, CodingKey {
    case enabled, steps, batch, temperature
    case learningRate = "learning_rate"
  }
}

/// Settings that can't be used.
public enum SettingsError: ExplainedError {
  /// A file that can't be read as settings.
  case unreadable(path: String, reason: String)
  /// A setting that does not exist, and those that do.
  case unknown(path: String, name: String, names: [String])
  /// A preset that does not exist.
  case noPreset(name: String)
  /// A value that makes no sense.
  case invalid(name: String, value: String, rule: String)
  /// A frame store that holds other frames than the settings ask for.
  case otherSampling(store: String, difference: String)
  /// Settings that differ from those that a run was begun with.
  case differ(run: String, differences: [String], canChange: Bool)
  /// Training data that differ from those that a checkpoint was trained on.
  case otherData(checkpoint: String, frames: String)

  /// The request's.
  public var blame: Blame { .usage }

  /// Names the setting and what would be right.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "reading the settings \(path): \(reason)"
    case .unknown(let path, let name, let names):
      "\(path): no setting is called \(name)" + NearestName.advice(for: name, among: names)
    case .noPreset(let name):
      "no preset is called \(name)" + NearestName.advice(for: name, among: Preset.all.map(\.name))
    case .invalid(let name, let value, let rule):
      "\(name) is \(value), but must be \(rule)"
    case .otherSampling(let store, let difference):
      "\(store) was prepared \(difference); prepare another store: unreel prepare VIDEOS -o FRAMES "
        + "with the same --preset or --config"
    case .differ(let run, let differences, let canChange):
      "\(run) was begun with other settings (\(differences.joined(separator: "; "))); "
        + "choose another folder with -o, or leave them as they were"
        + (canChange ? ", or go on with the new ones: --change-settings" : "")
    case .otherData(let checkpoint, let frames):
      "\(checkpoint) was trained on other frames than \(frames) holds now; put those back, or choose "
        + "another folder with -o"
    }
  }
}
