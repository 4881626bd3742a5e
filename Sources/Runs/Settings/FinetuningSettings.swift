import Networks
import Training

/// How a network is trained on with the training videos' categories.
public struct FinetuningSettings: Codable, Equatable, Sendable {
  /// Whose weights it begins from: `trained`, the run's latest checkpoint, or `untrained`.
  public var from = "trained"
  /// Which layers learn: `all`, or the `last`, the new classifier.
  public var layers = "all"
  /// Epochs in all, of every training frame once.
  public var epochs = 10
  /// Frames a step.
  public var batch = 32
  /// The learning rate.
  public var learningRate = 0.001
  /// The new classifier's learning rate as a multiple of that (Caffe's fine-tuning example has 10).
  public var classifierRateFactor = 10.0
  /// Steps after which the learning rate is multiplied by its factor, again and again; 0 never.
  public var rateStep = 0
  /// What the learning rate is multiplied by.
  public var rateFactor = 0.1
  /// Share of the last update that goes on.
  public var momentum = 0.9
  /// Pull of every kernel towards 0, times its value (Krizhevsky, Sutskever, Hinton 2012: 0.0005).
  public var weightDecay = 0.0005
  /// The largest norm of all gradients together.
  public var clipNorm = 5.0

  enum CodingKeys: String, CodingKey {
    case from, layers, epochs, batch
    case learningRate = "learning_rate"
    case classifierRateFactor = "classifier_rate_factor"
    case rateStep = "rate_step"
    case rateFactor = "rate_factor"
    case momentum
    case weightDecay = "weight_decay"
    case clipNorm = "clip_norm"
  }

  /// What ``from`` can be.
  enum Start: String, CaseIterable { case trained, untrained }
  /// What ``layers`` can be.
  enum Layers: String, CaseIterable { case all, last }

  /// Whose weights it begins from; the trained ones' where the name is unknown, which
  /// ``Settings/validate()`` refuses.
  var start: Start { Start(rawValue: from) ?? .trained }

  /// The same, as the trainer wants it.
  var trainer: TrainingSettings {
    TrainingSettings(
      epochs: epochs, batch: batch,
      learningRate: .step(
        StepSchedule(base: learningRate, factor: rateFactor, every: rateStep)),
      optimiser: MomentumSGD.Settings(
        momentum: momentum, weightDecay: weightDecay, clipNorm: clipNorm, biasRateFactor: 2,
        biasDecayFactor: 0, layerRateFactors: [Architecture.classifier: classifierRateFactor]),
      checkpointEvery: epochs)
  }

  /// The layers of a network with a classifier that do not learn.
  func frozenLayers(of architecture: Architecture) -> Set<String> {
    guard Layers(rawValue: layers) == .last else { return [] }
    return Set(architecture.parameterShapes.map(\.layer)).subtracting([Architecture.classifier])
  }
}
