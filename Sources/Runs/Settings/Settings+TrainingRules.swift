import Networks
import Training

extension Settings {
  /// Checks how a network is trained.
  func validateTraining() throws {
    let objectives = ObjectiveKind.allCases.map(\.rawValue).joined(separator: ", ")
    try require(
      "objective", training.objective, "one of \(objectives)",
      ObjectiveKind(rawValue: training.objective) != nil)
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

  /// Checks which network is trained.
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

  /// What is learned on; InfoNCE where the name is unknown, which ``validate()`` refuses.
  var objectiveKind: ObjectiveKind { ObjectiveKind(rawValue: training.objective) ?? .infonce }

  /// The network's layers, with what the objective wants at its end; nil where there is no such network.
  public var architecture: Architecture? {
    let side = training.inputSide.map { "@\($0)" } ?? ""
    let projection = objectiveKind.comparesProjections ? ">\(training.projection)" : ""
    return Architecture.named(training.network + side + projection)
  }
}
