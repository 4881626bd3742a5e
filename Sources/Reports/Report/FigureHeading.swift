import Evaluation
import Numerics
import Foundation

/// What stands above a figure: what it is of, and the numbers.
struct FigureHeading {
  let evaluation: Evaluation
  let name: String

  init(_ evaluation: Evaluation, name: String) {
    self.evaluation = evaluation
    self.name = name
  }

  /// The title, and the numbers where there are categories.
  var lines: [String] {
    let title =
      "\(name) · \(evaluation.frames) frames of \(evaluation.videos) videos · "
      + "\(evaluation.clusters) clusters"
    guard let scores = evaluation.metrics else {
      return [title, "No categories are known, so nothing is scored · t-SNE of \(features)"]
    }
    var numbers = [
      "conditional entropy \(bits(scores.frames.conditionalEntropyBits)) of "
        + "\(bits(scores.frames.labelEntropyBits)) bits",
      "per video \(bits(scores.videos.conditionalEntropyBits))",
    ]
    if let pixels = evaluation.baselines.scores[.rawPixels] {
      numbers.append("raw pixels \(bits(pixels.frames.conditionalEntropyBits))")
    }
    if let untrained = evaluation.baselines.scores[.randomNetwork] {
      numbers.append("untrained network \(bits(untrained.frames.conditionalEntropyBits))")
    }
    numbers.append("NMI \(bits(scores.frames.nmi))")
    return [title, numbers.joined(separator: " · "), "t-SNE of \(features)"]
  }

  /// What stands above the confusion matrix of a linear probe.
  func lines(of probe: Probe) -> [String] {
    func share(_ value: Double) -> String { String(format: "%.1f\u{202F}%%", 100 * value) }
    return [
      "\(name) · what a linear probe takes the \(evaluation.frames) held-out frames for",
      "top-1 \(share(probe.linear.top1)) · top-5 \(share(probe.linear.top5)) · per video "
        + "\(share(probe.linear.videoTop1)) · shown \(probe.trainingFrames) labelled frames of the "
        + "training videos",
      "features of \(features)",
    ]
  }

  /// What the frames are grouped by.
  private var features: String {
    switch evaluation.frameModality {
    case .motion: "learned motion"
    case .both: "\(layer) and learned motion"
    case .appearance, nil: layer
    }
  }

  private var layer: String { "the layer \(evaluation.settings.featureLayer)" }

  private func bits(_ value: Double) -> String { String(format: "%.2f", value) }
}
