import Discovery
import Reports

extension ScoreTable {
  /// An evaluation's numbers beside its baselines', for frames and for videos.
  static func tables(of evaluation: Evaluation) -> [ScoreTable] {
    guard let scores = evaluation.scores else { return [] }
    let baselines = evaluation.baselines
    let probes = [
      ("this network", scores.probe), ("raw pixels, 32×32", baselines.rawPixels?.probe),
      ("the same network, untrained", baselines.randomNetwork?.probe),
    ].compactMap { name, probe in probe.map { (name: name, probe: $0) } }
    return [
      ScoreTable(
        title: "Frames",
        rows: rows(
          scores.frames, baselines.rawPixels?.frames, baselines.rawMotion?.frames,
          baselines.randomNetwork?.frames,
          baselines.permutedLabels?.frames)),
      ScoreTable(
        title: "Videos, once each",
        rows: rows(
          scores.videos, baselines.rawPixels?.videos, baselines.rawMotion?.videos,
          baselines.randomNetwork?.videos,
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
    _ own: Scores<Double>, _ pixels: Scores<Double>?, _ motion: Scores<Double>?,
    _ untrained: Scores<Double>?, _ permuted: Scores<Interval>?
  ) -> [ScoreRow] {
    [
      ScoreRow("this network", own) { Score($0) },
      pixels.map { ScoreRow("raw pixels, 32×32", $0) { Score($0) } },
      motion.map { ScoreRow("raw motion", $0) { Score($0) } },
      untrained.map { ScoreRow("the same network, untrained", $0) { Score($0) } },
      permuted.map {
        ScoreRow("permuted labels (chance)", $0) { Score($0.mean, range: $0.low...$0.high) }
      },
    ].compactMap { $0 }
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
    _ name: String, _ scores: Scores<Value>, _ score: (Value) -> Score
  ) {
    self.init(
      name: name, conditionalEntropyBits: score(scores.conditionalEntropyBits),
      nmi: score(scores.nmi), ari: score(scores.ari), purity: score(scores.purity),
      accuracy: score(scores.accuracy), neighbourAccuracy: scores.neighbourAccuracy.map(score))
  }
}
