import Datasets
import Networks

extension Settings {
  /// Checks every value that can be wrong by itself.
  ///
  /// - Throws: ``SettingsError/invalid(name:value:rule:)``, for the first that is.
  public func validate() throws {
    try require("threads", threads, "at least 1", threads >= 1)
    try require(
      "test_share", split.testShare, "from 0 to below 1", (0..<1).contains(split.testShare))
    try require(
      "list_number", split.listNumber, "from 1 to 3", UCF101Lists.numbers.contains(split.listNumber)
    )
    if let list = split.testList {
      try require(
        "test_list", list, "left out where UCF101's lists are given", split.ucf101Lists == nil)
    }
    let names = Architecture.all.map(\.name).joined(separator: ", ")
    try require("network", training.network, "one of \(names)", architecture != nil)
    try require("objective", training.objective, "contrastive", training.objective == "contrastive")
    try require("epochs", training.epochs, "at least 0", training.epochs >= 0)
    try require("batch", training.batch, "at least 2 pairs", training.batch >= 2)
    try require(
      "learning_rate", training.learningRate, "a positive number",
      training.learningRate > 0 && training.learningRate.isFinite)
    try require(
      "checkpoint_every", training.checkpointEvery, "at least 1", training.checkpointEvery >= 1)
    if let clusters = evaluation.clusters {
      try require("clusters", clusters, "at least 2", clusters >= 2)
    }
    try require("probe_frames", evaluation.probeFrames, "at least 0", evaluation.probeFrames >= 0)
    let layers = architecture?.layers.map(\.name) ?? []
    try require(
      "feature_layer", evaluation.featureLayer, "one of \(layers.joined(separator: ", "))",
      layers.contains(evaluation.featureLayer))
  }

  /// The network's layers, or nil where no network has the name.
  public var architecture: Architecture? { Architecture.named(training.network) }

  private func require<Value>(_ name: String, _ value: Value, _ rule: String, _ holds: Bool) throws
  {
    guard holds else { throw SettingsError.invalid(name: name, value: "\(value)", rule: rule) }
  }
}
