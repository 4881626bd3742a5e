/// How well one set of features groups frames or videos; a number that is not known is `nil`.
package struct ScoreRow: Sendable {
  /// What was measured, such as `this run` or `raw pixels`.
  package var name: String
  /// The entropy of the category given the cluster, in bits; lower is better.
  package var conditionalEntropyBits: Score?
  /// Normalised mutual information, 0 to 1.
  package var nmi: Score?
  /// Adjusted Rand index, at most 1; 0 is chance.
  package var ari: Score?
  /// The share of frames whose category is the most frequent one of their cluster.
  package var purity: Score?
  /// The share of frames whose category is their cluster's, under the best matching of the two.
  package var accuracy: Score?
  /// The share of frames whose nearest frame of another video has the same category.
  package var neighbourAccuracy: Score?
  /// How often a linear probe was right.
  package var linearTop1: Score?
  /// How often the truth was among a linear probe's five most probable categories.
  package var linearTop5: Score?
  /// How often the vote of the nearest training frames was right.
  package var votedTop1: Score?
  /// How often the truth was among the five categories with most of the vote.
  package var votedTop5: Score?

  /// Names a row and takes what is known.
  package init(
    name: String, conditionalEntropyBits: Score? = nil, nmi: Score? = nil, ari: Score? = nil,
    purity: Score? = nil, accuracy: Score? = nil, neighbourAccuracy: Score? = nil,
    linearTop1: Score? = nil,
    linearTop5: Score? = nil, votedTop1: Score? = nil, votedTop5: Score? = nil
  ) {
    self.name = name
    self.conditionalEntropyBits = conditionalEntropyBits
    self.nmi = nmi
    self.ari = ari
    self.purity = purity
    self.accuracy = accuracy
    self.neighbourAccuracy = neighbourAccuracy
    self.linearTop1 = linearTop1
    self.linearTop5 = linearTop5
    self.votedTop1 = votedTop1
    self.votedTop5 = votedTop5
  }
}

/// The rows to compare with one another.
package struct ScoreTable: Sendable {
  /// What was counted, such as `Frames` or `Videos`.
  package var title: String
  /// The rows; the first is the run's own.
  package var rows: [ScoreRow]

  /// Titles rows.
  package init(title: String, rows: [ScoreRow]) {
    self.title = title
    self.rows = rows
  }
}
