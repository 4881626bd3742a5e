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
      evaluation.verdict, evaluation.judgement?.sentence ?? "", videoSentence,
      "\(evaluation.frames) frames of \(evaluation.videos) videos, grouped into "
        + "\(evaluation.clusters) clusters by the features of a network that was trained for "
        + "\(trainedFor) on time alone. \(held)",
    ].filter { !$0.isEmpty }
  }

  /// What the videos were grouped by, and why.
  private var videoSentence: String {
    guard let evidence = evaluation.videoEvidence, let agreement = evaluation.videoAgreement else {
      return ""
    }
    let agreed = String(format: "(adjusted Rand index %.2f)", agreement)
    return switch evidence {
    case .both:
      "Videos are grouped by what is seen and what moves in them together, which tell the same story "
        + "\(agreed)."
    case .motion:
      "Videos are grouped by what moves in them, which tells another story \(agreed) than what is seen: "
        + "that is in the frames' clusters."
    case .appearance:
      "Videos are grouped by what is seen in them: groups by what moves are not found again from every "
        + "second look."
    }
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
