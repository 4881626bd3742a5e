import Basics
import Datasets
import Evaluation
import Reports
import Tensors
import Videos

/// All settings of a run: `RUN/config.yaml`.
public struct Settings: Codable, Equatable, Sendable {
  /// The version of the program that wrote the settings.
  public var version = Version.current
  /// The folder of videos; nil if the run was started from a frame store.
  public var videos: String?
  /// The categories to use; an empty list uses all.
  public var categories: [String] = []
  /// The path of the frame store; a relative path starts at the run's folder, which can then be moved.
  public var frames = "frames"
  /// Which frames of a video are stored.
  public var sampling = FrameSampling()
  /// The seed of all random draws but those of the split, which has its own.
  public var seed: UInt64 = 1
  /// The number of threads.
  public var threads = 1
  /// Where networks compute: `auto`, `cpu`, `cuda` or `cuda:1`.
  public var device = Device.automaticName
  /// How many seconds to wait for the next frame of a video before it is skipped.
  public var timeout = 60
  /// Which videos are held out from training and evaluated.
  public var split = SplitSettings()
  /// The random views of frames in training.
  public var views = ViewSettings()
  /// How the motion network is trained.
  public var motion = MotionSettings()
  /// How the network is trained.
  public var training = NetworkSettings()
  /// How the network is evaluated.
  public var evaluation = EvaluationSettings()
  /// How the network is fine-tuned with labels.
  public var finetuning = FinetuningSettings()
  /// What the report holds.
  public var report = ReportSettings()
  /// Where the run is watched from elsewhere.
  public var tracking = TrackingSettings()

  /// Creates the default settings.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case version = "unreel"
    case videos, categories, frames, sampling, seed, threads, device, timeout, split, views, motion,
      training,
      evaluation, finetuning, report, tracking
  }
}

/// What the report holds.
public struct ReportSettings: Codable, Equatable, Sendable {
  /// How many megabytes of thumbnails `report.html` holds; if there are more, they lie in `report_files/`.
  public var thumbnailMegabytes = 60
  /// What the edges of the frames in `figures/frames.png` tell.
  public var frameEdges = FrameEdges.cluster

  enum CodingKeys: String, CodingKey {
    case thumbnailMegabytes = "thumbnail_megabytes"
    case frameEdges = "frame_edges"
  }
}

/// Which videos are held out from training and evaluated.
public struct SplitSettings: Codable, Equatable, Sendable {
  /// The share of every category's footage groups that is held out.
  public var testShare = 0.25
  /// A list of the held-out videos, such as UCF101's `testlist01.txt`; it overrides the share.
  public var testList: String?
  /// The folder of UCF101's `classInd.txt`, `trainlist01.txt`, …; it overrides the share.
  public var ucf101Lists: String?
  /// The number of UCF101's split, from 1 to 3.
  public var listNumber = 1
  /// Decides which videos are drawn where a share is held out; the run's seed does not.
  public var seed: UInt64 = 1
  /// Whether folders such as `train` and `test` above the categories are the split.
  public var folders = true
  /// A table of copies, such as `RUN/collection/duplicates.csv`, that are kept in the same part.
  public var duplicates: String?

  enum CodingKeys: String, CodingKey {
    case testShare = "test_share"
    case testList = "test_list"
    case ucf101Lists = "ucf101_lists"
    case listNumber = "list_number"
    case seed, folders, duplicates
  }
}

/// How the motion network is trained.
public struct MotionSettings: Codable, Equatable, Sendable {
  /// Whether a motion network is trained.
  public var enabled = true
  /// The largest number of steps; there are fewer if there is little motion.
  public var steps = 800
  /// Pairs of windows in a step.
  public var batch = 128
  /// The temperature of InfoNCE, by which it divides cosines.
  public var temperature = 0.5
  /// The largest learning rate of the cosine schedule.
  public var learningRate = 0.06

  enum CodingKeys: String, CodingKey {
    case enabled, steps, batch, temperature
    case learningRate = "learning_rate"
  }
}

/// An error of settings that can't be used.
public enum SettingsError: ExplainedError {
  /// The file can't be read as settings.
  case unreadable(path: String, reason: String)
  /// The setting does not exist; `names` are the existing ones.
  case unknown(path: String, name: String, names: [String])
  /// The preset does not exist.
  case noPreset(name: String)
  /// The value is not allowed.
  case invalid(name: String, value: String, rule: String)
  /// The frame store holds other frames than the settings require.
  case otherSampling(store: String, difference: String)
  /// The settings differ from those that the run was started with.
  case differ(run: String, differences: [String], canChange: Bool)
  /// The training data differ from those that the checkpoint was trained on.
  case otherData(checkpoint: String, frames: String)

  /// Always `Blame.usage`.
  public var blame: Blame { .usage }

  /// Names the setting, and says what is allowed.
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
      "\(run) was started with other settings (\(differences.joined(separator: "; "))); "
        + "choose another folder with -o, or use the old settings"
        + (canChange ? ", or continue with the new ones: --change-settings" : "")
    case .otherData(let checkpoint, let frames):
      "\(checkpoint) was trained on other frames than \(frames) holds now; restore the old frames, or "
        + "choose another folder with -o"
    }
  }
}
