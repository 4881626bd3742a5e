import ArgumentParser
import Runs

/// How what was learned is evaluated.
struct EvaluationOptions: ParsableArguments {
  @Option(help: "K, the number of clusters (default: the number of categories, or 10 without any).")
  var clusters: Int?

  @Option(
    help: "The layer whose output is clustered: pool5, fc6, fc7, relu7 or norm (default: norm).")
  var featureLayer: String?

  func apply(to settings: inout Settings) {
    if let featureLayer { settings.evaluation.featureLayer = featureLayer }
    if let clusters { settings.evaluation.clusters = clusters }
  }
}
