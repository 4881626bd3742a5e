import Basics
import Training

/// The folder of a fine-tuning, with the paths of its files.
public struct FinetuningFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Names a folder, which need not exist yet.
  ///
  /// - Parameter path: the folder's path.
  public init(_ path: String) {
    self.path = path
  }

  /// All settings.
  public var config: String { path + "/config.yaml" }
  /// The lock file, with the number of the process that holds it.
  var lock: String { path + "/.lock" }
  /// The training log, with one line for each step.
  public var log: String { path + "/metrics.jsonl" }
  /// The checkpoints.
  public var checkpoints: CheckpointFolder { CheckpointFolder(path + "/checkpoints") }
  /// The accuracies of the classifier.
  public var metrics: String { path + "/metrics.json" }
  /// The table of predictions, with one row for each held-out frame.
  public var predictions: String { path + "/predictions.csv" }
  /// The confusion matrix.
  public var confusion: String { path + "/confusion.csv" }
  /// The figure of the confusion matrix, without the file's extension.
  public var confusionFigure: String { path + "/confusion" }

  /// Creates the folder, locks it and writes the settings.
  ///
  /// - Parameter settings: the settings.
  /// - Returns: the lock; keep it until the work is done.
  /// - Throws: ``RunError/busy(path:process:)``, `SystemCallError`.
  func begin(_ settings: Settings) throws -> FileLock {
    try Folder.create(path)
    guard let held = try FileLock(lock) else {
      throw RunError.busy(path: path, process: FileLock.holder(of: lock))
    }
    try checkpoints.removeLeftovers()
    try DurableFile.write(settings.yaml(), to: config)
    return held
  }

  /// Checks that the fine-tuning can continue with some settings.
  ///
  /// There may be more epochs; all other settings must be those that it was started with.
  ///
  /// - Parameter settings: the settings.
  /// - Throws: ``FinetuningError/differ(path:)``.
  func checkContinuing(_ settings: Settings) throws {
    guard Folder.isFile(config) else { return }
    var begun = try Settings.recorded(inFile: config).finetuning
    guard settings.finetuning.epochs >= begun.epochs else {
      throw FinetuningError.differ(path: path)
    }
    begun.epochs = settings.finetuning.epochs
    guard begun == settings.finetuning else { throw FinetuningError.differ(path: path) }
  }
}

/// An error of a fine-tuning that can't be started or continued.
public enum FinetuningError: ExplainedError {
  /// The category of a held-out video has no training video.
  case unknownCategory(String)
  /// The fine-tuning's folder is the run's folder.
  case runItself(path: String)
  /// The settings differ from those that the fine-tuning was started with.
  case differ(path: String)

  /// Always `Blame.usage`.
  public var blame: Blame { .usage }

  /// Says what is wrong, and what to do.
  public var description: String {
    switch self {
    case .unknownCategory(let category):
      "a held-out video has the category \(category), but no training video has it; start a run with "
        + "another --test-share or --test-list"
    case .runItself(let path):
      "\(path) is the folder of the run; choose another folder with -o"
    case .differ(let path):
      "\(path) was started with other settings or another network; choose another folder with -o"
    }
  }
}
