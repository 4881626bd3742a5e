/// How the network that sees motion is trained.
public struct MotionSettings: Codable, Equatable, Sendable {
  /// Whether it is trained at all.
  public var enabled = true
  /// Steps, where there are enough windows of motion for them.
  public var steps = 800
  /// Pairs of windows a step.
  public var batch = 128
  /// What InfoNCE divides cosines by.
  public var temperature = 0.5
  /// The largest learning rate of a cosine.
  public var learningRate = 0.06

  enum CodingKeys: String, CodingKey {
    case enabled, steps, batch, temperature
    case learningRate = "learning_rate"
  }
}
