import Networks
import Training

/// Which network is trained, on what objective, and how.
public struct NetworkSettings: Codable, Equatable, Sendable {
  /// The architecture's name.
  public var network = "residual"
  /// A file with weights to begin with; nil draws them.
  public var weights: String?
  /// The objective's name.
  public var objective = "infonce"
  /// The objective's margin, where it has one.
  public var margin = 1.0
  /// What InfoNCE divides cosines by.
  public var temperature = 0.2
  /// How many numbers a projection has, where the objective compares one.
  public var projection = 128
  /// Width and height of the network's input in pixels; nil is its own.
  public var inputSide: Int?
  /// How many frames two of one video may be apart to be a pair of InfoNCE or VICReg; 0 is any number.
  public var pairDistance = 0
  /// Epochs in all, of every pair or tuple once; none where training ends by steps.
  @ExplicitNil public var epochs: Int? = 20
  /// Steps in all, where that comes before the last epoch's end; none never does.
  @ExplicitNil public var maxSteps: Int? = 600
  /// Pairs, or tuples, a step.
  public var batch = 128
  /// The numbers to compute in: auto, bf16 or fp32.
  public var precision = Settings.automaticPrecision
  /// The learning rate.
  public var learningRate = 0.06
  /// How the learning rate changes: step, or cosine.
  public var rateSchedule = cosine
  /// The share of all steps in which the learning rate rises, of the cosine.
  public var warmUp = 0.05
  /// Steps after which the learning rate is multiplied by its factor, again and again; 0 never.
  public var rateStep = 0
  /// What the learning rate is multiplied by.
  public var rateFactor = 0.1
  /// Share of the last update that goes on.
  public var momentum = 0.9
  /// Pull of every kernel towards 0, times its value.
  public var weightDecay = 0.0001
  /// The largest norm of all gradients together.
  public var clipNorm = 5.0
  /// The bias's learning rate as a multiple of the kernel's.
  public var biasRateFactor = 1.0
  /// The bias's weight decay as a multiple of the kernel's.
  public var biasDecayFactor = 0.0
  /// Epochs from one checkpoint to the next.
  public var checkpointEvery = 5
  /// Minutes from one checkpoint to the next, where an epoch takes longer; 0 is never.
  public var checkpointMinutes = 30.0
  /// How many of the newest checkpoints are kept.
  public var keepLast = 4
  /// The checkpoints at the end of every so many epochs are kept for good; 0 is none.
  public var keepEvery = 0
  /// What to do where a loss or a gradient is no number: stop, or skip the step.
  public var badSteps = "stop"

  // In the order in which a person reads them: config.yaml keeps it.
  enum CodingKeys: String, CodingKey {
    case network
    case inputSide = "input_side"
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

  /// What ``rateSchedule`` can be.
  static let schedules = [steps, cosine]
  static let steps = "step"
  private static let cosine = "cosine"

  /// What the objective can be given.
  public var objectiveParameters: ObjectiveDefinition.Parameters {
    ObjectiveDefinition.Parameters(margin: margin, temperature: temperature)
  }

  /// Which checkpoints are kept.
  public var retention: Retention { Retention(last: keepLast, everyEpochs: keepEvery) }

  /// The same, as the trainer wants it.
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

/// A setting that may be none, and says so in its file: leaving it out there means its default.
@propertyWrapper
public struct ExplicitNil<Value: Codable & Equatable & Sendable>:
  Codable, Equatable, Sendable
{
  /// The value, or nil for none.
  public var wrappedValue: Value?

  /// States a value, or none.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Reads a value, or null.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  /// Writes the value, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
