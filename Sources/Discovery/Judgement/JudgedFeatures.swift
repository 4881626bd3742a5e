/// Features that were judged without labels, to choose among them.
public struct JudgedFeatures: Codable, Equatable, Sendable {
  /// The checkpoint's file name.
  public var checkpoint: String
  /// The layer that they come from.
  public var layer: String
  /// What is to be said of them.
  public var judgement: Judgement
  /// ``Judgement/score``, by which they are chosen.
  public var score: Double

  /// Names features that were judged.
  public init(checkpoint: String, layer: String, judgement: Judgement) {
    (self.checkpoint, self.layer, self.judgement) = (checkpoint, layer, judgement)
    score = judgement.score
  }
}
