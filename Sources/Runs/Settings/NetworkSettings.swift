import Basics
import Networks
import Training

/// The network that is trained, its objective, and the settings of its training.
public struct NetworkSettings: Codable, Equatable, Sendable {
  /// The architecture's name.
  public var network = "residual"
  /// A file with starting weights; nil draws them at random.
  public var weights: String?
  /// The objective's name.
  public var objective = "infonce"
  /// The objective's margin, if it has one.
  public var margin = 1.0
  /// The temperature of InfoNCE, by which it divides cosines.
  public var temperature = 0.2
  /// The size of the projection, if the objective compares projections.
  public var projection = 128
  /// The width and height of the network's input in pixels; nil takes the network's default.
  public var inputSide: Int?
  /// The width and height of pictures at the beginning of training, in pixels; 0 is ``inputSide``.
  ///
  /// Networks with fully connected layers take one size, so there it says nothing.
  public var firstSide = 64
  /// The share of all steps after which pictures have the network's input size.
  public var fullSideFrom = 0.75
  /// The most megabytes of decoded frames that stay in memory; nil is a quarter of the available memory.
  public var cacheMegabytes: Int?
  /// The largest distance in frames within a pair of InfoNCE or VICReg; 0 is any distance.
  public var pairDistance = 0
  /// The number of epochs, each with every pair or tuple once; nil if only ``maxSteps`` ends training.
  @ExplicitNil public var epochs: Int? = 16
  /// The largest number of steps; nil if only ``epochs`` ends training.
  @ExplicitNil public var maxSteps: Int? = 600
  /// Pairs or tuples in a step.
  public var batch = 128
  /// The precision to compute in: `auto`, `bf16` or `fp32`.
  public var precision = Settings.automaticPrecision
  /// The learning rate.
  public var learningRate = 0.06
  /// The schedule of the learning rate: `step` or `cosine`.
  public var rateSchedule = cosine
  /// The share of all steps in which the learning rate of `cosine` rises, from 0 to 1.
  public var warmUp = 0.05
  /// Steps from one multiplication of the learning rate by ``rateFactor`` to the next; 0 never.
  public var rateStep = 0
  /// The factor that the learning rate of `step` is multiplied by.
  public var rateFactor = 0.1
  /// The share of the last update that is added to the next one.
  public var momentum = 0.9
  /// The weight decay of kernels.
  public var weightDecay = 0.0001
  /// The largest norm of all gradients together.
  public var clipNorm = 5.0
  /// The learning rate of biases as a multiple of the kernels'.
  public var biasRateFactor = 1.0
  /// The weight decay of biases as a multiple of the kernels'.
  public var biasDecayFactor = 0.0
  /// Epochs from one checkpoint to the next.
  public var checkpointEvery = 5
  /// Minutes from one checkpoint to the next within long epochs; 0 writes none within an epoch.
  public var checkpointMinutes = 30.0
  /// How many of the newest checkpoints are kept.
  public var keepLast = 4
  /// The checkpoint of every `keepEvery`-th epoch is never removed; 0 keeps none of them.
  public var keepEvery = 0
  /// What to do if a loss or a gradient is not finite: `stop`, or `skip` the step.
  public var badSteps = "stop"

  // config.yaml has the settings in this order.
  enum CodingKeys: String, CodingKey {
    case network
    case inputSide = "input_side"
    case firstSide = "first_side"
    case fullSideFrom = "full_side_from"
    case cacheMegabytes = "cache_megabytes"
    case weights, objective, margin, temperature, projection
    case pairDistance = "pair_distance"
    case epochs
    case maxSteps = "max_steps"
    case batch, precision
    case learningRate = "learning_rate"
    case rateSchedule = "rate_schedule"
    case warmUp = "warm_up"
    case rateStep = "rate_step"
    case rateFactor = "rate_factor"
    case momentum
    case weightDecay = "weight_decay"
    case clipNorm = "clip_norm"
    case biasRateFactor = "bias_rate_factor"
    case biasDecayFactor = "bias_decay_factor"
    case checkpointEvery = "checkpoint_every"
    case checkpointMinutes = "checkpoint_minutes"
    case keepLast = "keep_last"
    case keepEvery = "keep_every"
    case badSteps = "bad_steps"
  }

  private var schedule: RateSchedule {
    rateSchedule == Self.cosine
      ? .cosine(CosineSchedule(base: learningRate, warmUp: warmUp))
      : .step(StepSchedule(base: learningRate, factor: rateFactor, every: rateStep))
  }

  /// The values of ``rateSchedule``.
  static let schedules = [steps, cosine]
  static let steps = "step"
  private static let cosine = "cosine"

  /// The parameters of the objective.
  public var objectiveParameters: ObjectiveDefinition.Parameters {
    ObjectiveDefinition.Parameters(margin: margin, temperature: temperature)
  }

  /// Decides which checkpoints are kept.
  public var retention: Retention { Retention(last: keepLast, everyEpochs: keepEvery) }

  /// Decides how large the pictures of a step are.
  ///
  /// - Parameter architecture: the network that is trained.
  public func pictures(for architecture: Architecture) -> PictureSchedule {
    let side = architecture.inputSide
    let grows = firstSide > 0 && architecture.takesAnySide
    return PictureSchedule(from: grows ? firstSide : side, to: side, fullFrom: fullSideFrom)
  }

  /// The share of the available memory that decoded frames may take.
  private static let cacheShare = 4

  /// The most bytes of decoded frames that stay in memory.
  var cacheLimit: Int {
    cacheMegabytes.map { $0 * 1_000_000 } ?? (Memory.available() ?? 0) / Self.cacheShare
  }

  /// The settings for the trainer.
  public var trainer: TrainingSettings {
    TrainingSettings(
      epochs: epochs, maxSteps: maxSteps, batch: batch,
      learningRate: schedule,
      optimiser: MomentumSGD.Settings(
        momentum: momentum, weightDecay: weightDecay, clipNorm: clipNorm,
        biasRateFactor: biasRateFactor, biasDecayFactor: biasDecayFactor),
      checkpointEvery: checkpointEvery, checkpointMinutes: checkpointMinutes,
      badSteps: BadStepPolicy(rawValue: badSteps) ?? .stop)
  }
}

/// A setting that may be nil and is then written as null; a setting that is left out has its default.
@propertyWrapper
public struct ExplicitNil<Value: Codable & Equatable & Sendable>:
  Codable, Equatable, Sendable
{
  /// The value.
  public var wrappedValue: Value?

  /// Creates a setting.
  ///
  /// - Parameter wrappedValue: the value.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Decodes a value or null.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  /// Encodes the value or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
