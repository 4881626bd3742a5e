import ArgumentParser
import Runs

/// How what was learned is evaluated.
struct EvaluationOptions: ParsableArguments {
  @Option(help: "K, the number of clusters (default: the number of categories, or 10 without any).")
  var clusters: Int?

  func apply(to settings: inout Settings) {
    if let clusters { settings.evaluation.clusters = clusters }
  }
}
