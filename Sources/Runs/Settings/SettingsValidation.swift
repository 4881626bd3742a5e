import Datasets
import Networks
import Tensors
import Training

extension Settings {
  /// Checks that every value is allowed.
  ///
  /// - Throws: ``SettingsError/invalid(name:value:rule:)`` for the first value that is not.
  public func validate() throws {
    try require("threads", threads, from: 1, upTo: Self.mostThreads)
    try require("device", device, Device.rule, Device.isName(device))
    // A GPU that can't be used is refused before any work. Other names mean the processor where there is no GPU, and
    // LibTorch need not be loaded to know it.
    if ![Device.automaticName, Device.cpu.name].contains(device) { _ = try Device.named(device) }
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
    try validateReport()
    try validateTracking()
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
      layers.contains(evaluation.namedLayer))
  }

  private func validateTracking() throws {
    if let steps = tracking.everySteps { try require("every_steps", steps, from: 1) }
    try require("checkpoint_epochs", tracking.checkpointEpochs, from: 1)
    // Wrong addresses are found before hours of work.
    if let copies = tracking.copies {
      try require("copies", copies, "a path from the root: it begins with /", copies.hasPrefix("/"))
    }
    _ = try trackingSinks(of: RunFolder("."))
  }

  private func validateReport() throws {
    try require("thumbnail_megabytes", report.thumbnailMegabytes, from: 0, upTo: 2000)
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

  /// The largest number of threads; LibTorch starts all of them.
  public static let mostThreads = 1024

  /// The largest value of any count; products of two such values still fit into an Int.
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

extension Settings {
  /// Checks the settings of training.
  func validateTraining() throws {
    let objectives = ObjectiveDefinition.all.map(\.name).joined(separator: ", ")
    try require(
      "objective", training.objective, "one of \(objectives)",
      ObjectiveDefinition.named(training.objective) != nil)
    try require(
      "margin", training.margin, "a positive number",
      training.margin > 0 && training.margin.isFinite)
    try require(
      "epochs", training.epochs.map(String.init) ?? "none", "at least 0, or none with max_steps",
      training.epochs.map { $0 >= 0 } ?? (training.maxSteps != nil))
    try require("epochs", training.epochs ?? 0, from: 0)
    try require("max_steps", training.maxSteps ?? 1, from: 1)
    try require("batch", training.batch, from: 2)
    try require(
      "precision", training.precision, "one of \(Self.precisions.joined(separator: ", "))",
      Self.precisions.contains(training.precision))
    try require(
      "learning_rate", training.learningRate, "a positive number",
      training.learningRate > 0 && training.learningRate.isFinite)
    try require(
      "rate_schedule", training.rateSchedule, NetworkSettings.schedules.joined(separator: " or "),
      NetworkSettings.schedules.contains(training.rateSchedule))
    try require("warm_up", training.warmUp, "from 0 to 1", (0...1).contains(training.warmUp))
    try require("checkpoint_every", training.checkpointEvery, from: 1)
    let sides = Architecture.sides
    try require(
      "first_side", training.firstSide, "0, or from \(sides.lowerBound) to \(sides.upperBound)",
      training.firstSide == 0 || sides.contains(training.firstSide))
    try require(
      "full_side_from", training.fullSideFrom, "from 0 to 1",
      (0...1).contains(training.fullSideFrom))
    try require("cache_megabytes", training.cacheMegabytes ?? 0, from: 0)
    try require(
      "checkpoint_minutes", training.checkpointMinutes, "from 0 to \(Self.most)",
      (0...Double(Self.most)).contains(training.checkpointMinutes))
    try require("keep_last", training.keepLast, from: 1)
    try require("keep_every", training.keepEvery, from: 0)
    let policies = BadStepPolicy.allCases.map(\.rawValue)
    try require(
      "bad_steps", training.badSteps, policies.joined(separator: " or "),
      policies.contains(training.badSteps))
  }

  /// Checks the network and its objective's parameters.
  func validateNetwork() throws {
    let names = Architecture.all.map(\.name)
    try require(
      "network", training.network, "one of \(names.joined(separator: ", "))",
      names.contains(training.network))
    let sides = Architecture.sides
    try require(
      "input_side", training.inputSide ?? sides.lowerBound, from: sides.lowerBound,
      upTo: sides.upperBound)
    try require("projection", training.projection, from: 1, upTo: Architecture.mostProjected)
    try require(
      "input_side", training.inputSide ?? 0, "larger, for the layers of \(training.network)",
      architecture != nil)
    try require(
      "temperature", training.temperature, "a positive number",
      training.temperature > 0 && training.temperature.isFinite)
    try require("pair_distance", training.pairDistance, from: 0)
  }
}

extension Settings {
  /// Checks the settings of views.
  func validateViews() throws {
    try require(
      "least_area", views.leastArea, "above 0, at most 1",
      views.leastArea > 0 && views.leastArea <= 1)
    for (name, share) in views.shares {
      try require(name, share, "from 0 to 1", (0...1).contains(share))
    }
  }

  /// Checks the settings of the motion network.
  func validateMotion() throws {
    try require("motion.steps", motion.steps, from: 1)
    try require("motion.batch", motion.batch, from: 2)
    for (name, value) in [
      ("motion.temperature", motion.temperature), ("motion.learning_rate", motion.learningRate),
    ] { try require(name, value, "a positive number", value > 0 && value.isFinite) }
  }

  /// Checks which frames are stored, and that the objective can use them.
  func validateSampling() throws {
    for (name, stride) in [("stride", sampling.stride), ("short_stride", sampling.shortStride)] {
      try require(
        name, stride, "from 2 to \(Self.most), since a successor is no query",
        (2...Self.most).contains(stride))
    }
    for (name, count) in [
      ("later_offset", sampling.laterOffset), ("short_later_offset", sampling.shortLaterOffset),
      ("negative_every", sampling.negativeEvery),
    ] { try require(name, count, from: 0) }
    // The pictures of a video are held in memory until it is that long.
    try require(
      "short_below", sampling.shortBelow, "from 0 to 1000", (0...1000).contains(sampling.shortBelow)
    )
    switch objectiveDefinition.examples {
    case .successorPairs:
      try require(
        "negative_every", sampling.negativeEvery, "at least 2 for the contrastive objective",
        sampling.negativeEvery >= 2)
    case .tuples:
      try require(
        "later_offset", sampling.laterOffset, "at least 1 for the quadruplet objective",
        sampling.storesLaterFrames)
    case .positivePairs: break
    }
  }
}
