import ArgumentParser
import Evaluation
import Runs

extension CheckpointChoice: ExpressibleByArgument {
  /// Reads `latest`, `auto` or a number.
  package init?(argument: String) { self.init(argument) }
}

extension ClusterChoice: ExpressibleByArgument {
  /// Reads a number, or `auto`.
  package init?(argument: String) { self.init(argument) }
}

extension ModalityChoice: ExpressibleByArgument {}

/// How what was learned is evaluated.
struct EvaluationOptions: ParsableArguments {
  @Option(
    help: """
      K, the number of clusters, or auto, as many as the features' silhouettes speak for (default: the \
      number of categories, or auto without any).
      """)
  var clusters: ClusterChoice?

  @Option(
    help: """
      The checkpoint to evaluate: latest, that of so many epochs, or auto, the one whose features of training \
      frames are judged best without labels (default: latest).
      """)
  var checkpoint: CheckpointChoice?

  @Option(
    help: """
      The layer that what is seen is taken from: fc7 of thesis, relu4 of residual, …; auto is judged likewise \
      (default: norm).
      """)
  var featureLayer: String?

  @Option(
    help: """
      What frames and videos are grouped by: appearance, motion, both, or auto, both where they agree, else \
      motion unless it is noise (default: auto).
      """)
  var groupBy: ModalityChoice?

  @Option(
    help: """
      How many frames of the training videos a linear probe and nearest neighbours are shown with \
      their categories at most; 0 is no probe (default: 1000).
      """)
  var probeFrames: Int?

  func apply(to settings: inout Settings) {
    if let checkpoint { settings.evaluation.checkpoint = checkpoint }
    if let featureLayer { settings.evaluation.featureLayer = featureLayer }
    if let groupBy { settings.evaluation.groupBy = groupBy }
    if let probeFrames { settings.evaluation.probeFrames = probeFrames }
    if let clusters { settings.evaluation.clusters = clusters }
  }
}
