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

  /// The settings that it was begun with, or nil if it was not begun.
  func settings() throws -> Settings? {
    guard Folder.isFile(config) else { return nil }
    return try Settings.recorded(inFile: config)
  }
}
