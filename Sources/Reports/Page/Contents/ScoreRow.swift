/// How well one set of features groups frames or videos; a number that is not known is `nil`.
public struct ScoreRow: Sendable {
  /// What was measured, such as `this network` or `raw pixels`.
  public var name: String
  /// The entropy of the category given the cluster, in bits; lower is better.
  public var conditionalEntropyBits: Score?
  /// Normalised mutual information, 0 to 1.
  public var nmi: Score?
  /// Adjusted Rand index, at most 1; 0 is chance.
  public var ari: Score?
  /// The share of frames whose category is the most frequent one of their cluster.
  public var purity: Score?
  /// The share of frames whose category is their cluster's, under the best matching of the two.
  public var accuracy: Score?
  /// The share of frames whose nearest frame of another video has the same category.
  public var neighbourAccuracy: Score?

  /// Names a row and takes what is known.
  public init(
    name: String, conditionalEntropyBits: Score? = nil, nmi: Score? = nil, ari: Score? = nil,
    purity: Score? = nil, accuracy: Score? = nil, neighbourAccuracy: Score? = nil
  ) {
    self.name = name
    self.conditionalEntropyBits = conditionalEntropyBits
    self.nmi = nmi
    self.ari = ari
    self.purity = purity
    self.accuracy = accuracy
    self.neighbourAccuracy = neighbourAccuracy
  }
}

/// The rows to compare with one another.
public struct ScoreTable: Sendable {
  /// What was counted, such as `Frames` or `Videos`.
  public var title: String
  /// The rows; the first is the run's own.
  public var rows: [ScoreRow]

  /// Titles rows.
  public init(title: String, rows: [ScoreRow]) {
    self.title = title
    self.rows = rows
  }
}
