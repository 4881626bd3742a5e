import Discovery
import Foundation
import Reports
import Tracking

extension ReportPage {
  /// What stands at the page's top.
  var summary: [String] {
    let held =
      evaluation.settings.others["held_out"] == .flag(true)
      ? "None of these videos was trained on." : ""
    return [
      evaluation.verdict, evaluation.judgement?.sentence ?? "", evaluation.groupingSentence ?? "",
      "\(evaluation.frames) frames of \(evaluation.videos) videos, grouped into "
        + "\(evaluation.clusters) clusters by what was learned from time alone, in \(trainedFor). \(held)",
    ].filter { !$0.isEmpty }
  }

  /// What to know before any number is believed.
  var warnings: [String] {
    var warnings: [String] = []
    if evaluation.settings.others["held_out"] != .flag(true) {
      warnings.append(
        "No video was held out: these are the videos that the network was trained on, so the "
          + "numbers flatter it.")
    }
    if let last = MetricsLog.epochMeans(MetricsLog.read(run.metrics)).last, let idle = idleLosses,
      idle.contains(last.loss)
    {
      warnings.append(
        "The loss came to rest \(Self.text(of: idle)), where a network has learned nothing but a "
          + "scale: train longer, or with another learning rate.")
    }
    warnings += MetricsLog.warnings(run.metrics)
    return warnings + (audit?.warnings.map { "Sampler: \($0)" } ?? [])
  }

  /// How long the evaluated network was trained.
  private var trainedFor: String {
    guard case .integer(let epochs) = evaluation.settings.others["epochs"],
      case .integer(let steps) = evaluation.settings.others["steps"]
    else { return "a while" }
    return "\(Printed.count(epochs, "epoch")) (\(Printed.count(steps, "step")))"
  }
}
