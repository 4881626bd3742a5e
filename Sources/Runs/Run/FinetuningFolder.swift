import Basics
import Training

/// Where everything of a fine-tuning lies.
public struct FinetuningFolder: Sendable {
  /// The folder.
  public let path: String

  /// Names a folder, which need not be there yet.
  public init(_ path: String) {
    self.path = path
  }

  /// Every setting, resolved.
  public var config: String { path + "/config.yaml" }
  /// Says which process works on it.
  var lock: String { path + "/.lock" }
  /// A line a step.
  public var log: String { path + "/metrics.jsonl" }
  /// The checkpoints.
  public var checkpoints: CheckpointFolder { CheckpointFolder(path + "/checkpoints") }
  /// How often the classifier is right.
  public var metrics: String { path + "/metrics.json" }
  /// A row a held-out frame.
  public var predictions: String { path + "/predictions.csv" }
  /// What every category was taken for.
  public var confusion: String { path + "/confusion.csv" }
  /// The same as a picture, without its extension.
  public var confusionFigure: String { path + "/confusion" }

  /// Creates the folder, takes it for this process and writes the settings down.
  ///
  /// - Returns: the lock, to be kept as long as the work goes on.
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

  /// Checks that it may go on with some settings: more epochs train longer, anything else would make it
  /// neither of the two.
  ///
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

/// A fine-tuning that can't be begun or gone on with.
public enum FinetuningError: ExplainedError {
  /// A held-out video's category has no video to learn it from.
  case unknownCategory(String)
  /// The run's own folder was named for the fine-tuning.
  case runItself(path: String)
  /// Settings that differ from those that it was begun with.
  case differ(path: String)

  /// The request's.
  public var blame: Blame { .usage }

  /// Says what is in the way, and what to do.
  public var description: String {
    switch self {
    case .unknownCategory(let category):
      "no training video has the category \(category) of a held-out one, so it can't be learned; "
        + "begin the run with another --test-share or --test-list"
    case .runItself(let path):
      "\(path) is the run itself; choose another folder with -o"
    case .differ(let path):
      "\(path) was begun with other settings or another network; choose another folder with -o"
    }
  }
}
