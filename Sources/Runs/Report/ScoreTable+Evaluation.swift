import Discovery
import Reports

extension ScoreTable {
  /// An evaluation's numbers beside its baselines', for frames and for videos.
  static func tables(of evaluation: Evaluation) -> [ScoreTable] {
    guard let scores = evaluation.scores else { return [] }
    let baselines = evaluation.baselines
    return [
      ScoreTable(
        title: "Frames",
        rows: rows(
          scores.frames, baselines.rawPixels?.frames, baselines.randomNetwork?.frames,
          baselines.permutedLabels?.frames)),
      ScoreTable(
        title: "Videos, one vote each",
        rows: rows(
          scores.videos, baselines.rawPixels?.videos, baselines.randomNetwork?.videos,
          baselines.permutedLabels?.videos)),
    ]
  }

  private static func rows(
    _ own: Scores<Double>, _ pixels: Scores<Double>?, _ untrained: Scores<Double>?,
    _ permuted: Scores<Interval>?
  ) -> [ScoreRow] {
    [
      ScoreRow("this network", own) { Score($0) },
      pixels.map { ScoreRow("raw pixels, 32×32", $0) { Score($0) } },
      untrained.map { ScoreRow("the same network, untrained", $0) { Score($0) } },
      permuted.map {
        ScoreRow("permuted labels (chance)", $0) { Score($0.mean, range: $0.low...$0.high) }
      },
    ].compactMap { $0 }
  }
}

extension ScoreRow {
  fileprivate init<Value>(
    _ name: String, _ scores: Scores<Value>, _ score: (Value) -> Score
  ) {
    self.init(
      name: name, conditionalEntropyBits: score(scores.conditionalEntropyBits),
      nmi: score(scores.nmi), ari: score(scores.ari), purity: score(scores.purity),
      accuracy: score(scores.accuracy), neighbourAccuracy: scores.neighbourAccuracy.map(score))
  }
}
