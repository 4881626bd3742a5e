import Evaluation
import Numerics

extension ScoreTable {
  /// An evaluation's numbers beside its baselines', for frames and for videos.
  static func tables(of evaluation: Evaluation) -> [ScoreTable] {
    guard let scores = evaluation.metrics else { return [] }
    let baselines = evaluation.baselines
    let found = Baseline.allCases.compactMap { baseline in
      baselines.scores[baseline].map { (name: baseline.title, scores: $0) }
    }
    let probes = ([("this run", scores)] + found)
      .compactMap { name, scores in scores.probe.map { (name: name, probe: $0) } }
    return [
      ScoreTable(
        title: "Frames",
        rows: rows(
          scores.frames, found.map { ($0.name, $0.scores.frames) },
          baselines.permutedLabels?.frames)),
      ScoreTable(
        title: "Videos, once each",
        rows: rows(
          scores.videos, found.map { ($0.name, $0.scores.videos) },
          baselines.permutedLabels?.videos)),
      // Without rows nothing is shown.
      ScoreTable(
        title: "Frames, by classifiers shown labelled frames of the training videos",
        rows: probes.map { ScoreRow($0.name, $0.probe) { (top1: $0.top1, top5: $0.top5) } }),
      ScoreTable(
        title: "Videos, by the mean of their frames' predictions",
        rows: probes.map {
          ScoreRow($0.name, $0.probe) { (top1: $0.videoTop1, top5: $0.videoTop5) }
        }),
    ]
  }

  private static func rows(
    _ own: ClusteringMetrics<Double>, _ baselines: [(name: String, scores: ClusteringMetrics<Double>)],
    _ permuted: ClusteringMetrics<Interval>?
  ) -> [ScoreRow] {
    let rows = ([("this run", own)] + baselines).map { name, scores in
      ScoreRow(name, scores) { Score($0) }
    }
    guard let permuted else { return rows }
    return rows
      + [
        ScoreRow("permuted labels (chance)", permuted) { Score($0.mean, range: $0.low...$0.high) }
      ]
  }
}

extension ScoreRow {
  fileprivate init(
    _ name: String, _ probe: Probe, _ level: (Probe.Accuracies) -> (top1: Double, top5: Double)
  ) {
    let (linear, voted) = (level(probe.linear), level(probe.neighbours))
    self.init(
      name: name, linearTop1: Score(linear.top1), linearTop5: Score(linear.top5),
      votedTop1: Score(voted.top1), votedTop5: Score(voted.top5))
  }

  fileprivate init<Value>(
    _ name: String, _ scores: ClusteringMetrics<Value>, _ score: (Value) -> Score
  ) {
    self.init(
      name: name, conditionalEntropyBits: score(scores.conditionalEntropyBits),
      nmi: score(scores.nmi), ari: score(scores.ari), purity: score(scores.purity),
      accuracy: score(scores.accuracy), neighbourAccuracy: scores.neighbourAccuracy.map(score))
  }
}
