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
      evaluation.verdict, evaluation.judgement?.sentence ?? "", evidenceSentence,
      "\(evaluation.frames) frames of \(evaluation.videos) videos, grouped into "
        + "\(evaluation.clusters) clusters by the features of a network that was trained for "
        + "\(trainedFor) on time alone. \(held)",
    ].filter { !$0.isEmpty }
  }

  /// What frames and videos were grouped by, and why.
  private var evidenceSentence: String {
    guard let evidence = evaluation.videoEvidence, let agreement = evaluation.videoAgreement else {
      return ""
    }
    let areAlike = evaluation.frameEvidence == evidence
    let by =
      switch evidence {
      case .appearance: "what is seen"
      case .motion: "what moves"
      case .both: "what is seen and what moves together"
      }
    let agreed = String(
      format:
        "Videos that are alike by what is seen are so by what moves to %.2f (1 is all, 0 chance).",
      agreement)
    let others =
      switch (evidence, areAlike) {
      case (.motion, true): "“unreel evaluate --group-by appearance” groups by what is seen."
      case (.motion, false): "What is seen is in the frames' clusters."
      default: ""
      }
    return "\(areAlike ? "Frames and videos" : "Videos") are grouped by \(by). \(agreed) \(others)"
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
