import Networks
import Training

/// The settings of fine-tuning, which trains a network with the training videos' categories.
public struct FinetuningSettings: Codable, Equatable, Sendable {
  /// The starting weights: `trained` takes the run's latest checkpoint, `untrained` random weights.
  public var from = "trained"
  /// The layers that learn: `all`, or `last`, which is the new classifier.
  public var layers = "all"
  /// The number of epochs, each with every training frame once.
  public var epochs = 10
  /// Frames in a step.
  public var batch = 32
  /// The learning rate.
  public var learningRate = 0.001
  /// The classifier's learning rate as a multiple of the others' (Caffe's fine-tuning example has 10).
  public var classifierRateFactor = 10.0
  /// Steps from one multiplication of the learning rate by ``rateFactor`` to the next; 0 never.
  public var rateStep = 0
  /// The factor that the learning rate is multiplied by.
  public var rateFactor = 0.1
  /// The share of the last update that is added to the next one.
  public var momentum = 0.9
  /// The weight decay of kernels (Krizhevsky, Sutskever, Hinton 2012: 0.0005).
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

  /// The values of ``from``.
  enum Start: String, CaseIterable { case trained, untrained }
  /// The values of ``layers``.
  enum Layers: String, CaseIterable { case all, last }

  /// The value of ``from``; ``Settings/validate()`` refuses unknown names.
  var start: Start { Start(rawValue: from) ?? .trained }

  /// The settings for the trainer.
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

  /// Returns the names of the layers that do not learn.
  ///
  /// - Parameter architecture: the layers of the network, with the classifier.
  func frozenLayers(of architecture: Architecture) -> Set<String> {
    guard Layers(rawValue: layers) == .last else { return [] }
    return Set(architecture.parameterShapes.map(\.layer)).subtracting([Architecture.classifier])
  }
}
