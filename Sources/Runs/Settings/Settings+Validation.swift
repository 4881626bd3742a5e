import Datasets
import Networks

extension Settings {
  /// Checks every value that can be wrong by itself.
  ///
  /// - Throws: ``SettingsError/invalid(name:value:rule:)``, for the first that is.
  public func validate() throws {
    try require("threads", threads, from: 1, upTo: Self.mostThreads)
    try require("timeout", timeout, from: 1)
    try require(
      "test_share", split.testShare, "from 0 to below 1", (0..<1).contains(split.testShare))
    try require(
      "list_number", split.listNumber, "from 1 to 3", UCF101Lists.numbers.contains(split.listNumber)
    )
    if let list = split.testList {
      try require(
        "test_list", list, "left out where UCF101's lists are given", split.ucf101Lists == nil)
    }
    try validateViews()
    try validateMotion()
    try validateNetwork()
    try validateTraining()
    try validateSampling()
    try validateEvaluation()
    try validateFinetuning()
  }

  private func validateEvaluation() throws {
    if case .number(let clusters) = evaluation.clusters {
      try require("clusters", clusters, from: 2)
    }
    if let starts = evaluation.starts {
      try require("kmeans_starts", starts, from: 1, upTo: 1000)
    }
    try require(
      "group_by", evaluation.groupBy.rawValue, "auto or appearance where motion.enabled is false",
      motion.enabled || !evaluation.groupBy.needsMotion)
    try require("probe_frames", evaluation.probeFrames, from: 0)
    let layers = architecture?.layers.map(\.name) ?? []
    try require(
      "feature_layer", evaluation.featureLayer, "auto, or one of \(layers.joined(separator: ", "))",
      layers.contains(featureLayer))
  }

  private func validateFinetuning() throws {
    let starts = FinetuningSettings.Start.allCases.map(\.rawValue)
    try require(
      "from", finetuning.from, starts.joined(separator: " or "), starts.contains(finetuning.from))
    let layers = FinetuningSettings.Layers.allCases.map(\.rawValue)
    try require(
      "layers", finetuning.layers, layers.joined(separator: " or "),
      layers.contains(finetuning.layers))
    try require("finetuning.epochs", finetuning.epochs, from: 1)
    try require("finetuning.batch", finetuning.batch, from: 1)
    try require(
      "finetuning.learning_rate", finetuning.learningRate, "a positive number",
      finetuning.learningRate > 0 && finetuning.learningRate.isFinite)
  }

  /// The largest number of threads: LibTorch starts them all, wanted or not.
  public static let mostThreads = 1024

  /// The largest of any count: products and sums of two such still fit a number.
  static let most = 1_000_000_000

  func require(
    _ name: String, _ value: Int, from least: Int, upTo most: Int = Self.most
  ) throws {
    try require(name, value, "from \(least) to \(most)", (least...most).contains(value))
  }

  func require<Value>(_ name: String, _ value: Value, _ rule: String, _ holds: Bool) throws {
    guard holds else { throw SettingsError.invalid(name: name, value: "\(value)", rule: rule) }
  }
}
