import Discovery
import Foundation
import Reports
import Tracking

extension ReportPage {
  /// How training went, and how good every number of clusters would be.
  func curves() throws -> [PageFigure] { try lossCurve() + judgements() + silhouettes() }

  private func lossCurve() throws -> [PageFigure] {
    let log = MetricsLog.read(run.metrics)
    guard !log.isEmpty else { return [] }
    let steps = log.compactMap { entry in entry.loss.map { (x: Double(entry.step), y: $0) } }
    let epochs = MetricsLog.epochMeans(log).map { (x: Double($0.step), y: $0.loss) }
    let figure = try CurveFigure(
      [Curve(name: "each step", values: steps), Curve(name: "mean of each epoch", values: epochs)],
      title: [settings.objectiveKind.title], xLabel: "step", yLabel: "loss",
      bands: idleLosses.map { [Band($0, meaning: "learned nothing")] } ?? [])
    return [
      PageFigure(
        try EmbeddedPicture(svg: figure),
        caption: idleLosses.map {
          "Losses \(Self.text(of: $0)) are those of features that are all equal, or all equally far "
            + "from each other. Below, successive frames are nearer than others."
        } ?? "",
        alternative: "The training loss over the steps")
    ]
  }

  /// How good every number of clusters would be, where K was found out.
  private func silhouettes() throws -> [PageFigure] {
    guard let tried = evaluation.clusterCounts, !tried.isEmpty else { return [] }
    let figure = try ClusterCountFigure.figure(tried, chosen: evaluation.clusters)
    return [
      PageFigure(
        try EmbeddedPicture(svg: figure),
        caption:
          "The mean silhouette of the frames, 1 where clusters are far apart and 0 where they "
          + "touch. The smallest number of clusters within 0.02 of the best was taken.",
        alternative: "The mean silhouette over the number of clusters")
    ]
  }

  /// What could be said of the features without labels while they were learned.
  private func judgements() throws -> [PageFigure] {
    let judged = MetricsLog.judgements(run.metrics)
    guard judged.count > 1 else { return [] }
    let curves = Self.judgedNames.map { name, meaning in
      Curve(
        name: meaning,
        values: judged.compactMap { line in line.value(name).map { (x: Double(line.step), y: $0) } }
      )
    }
    let figure = try CurveFigure(
      curves, title: ["Judged without labels, on training frames"], xLabel: "step", yLabel: "")
    return [
      PageFigure(
        try EmbeddedPicture(svg: figure),
        caption:
          "Reach: how near a frame's nearest frame of another video is, 1 as near as its own next one. "
          + "Agreement: of clusters between seeds, and of videos' between their two halves.",
        alternative: "Reach and agreements over the steps")
    ]
  }

  private static let judgedNames = [
    ("reach", "reach"), ("seed_agreement", "agreement of seeds"),
    ("half_agreement", "agreement of halves"),
  ]

  /// The losses of networks that have learned nothing but a scale; unknown for a run that kept no
  /// audit of its sampler.
  var idleLosses: ClosedRange<Double>? {
    guard let share = audit?.pairs.negativeShare else { return nil }
    return settings.objectiveKind.objective(settings.training)
      .idleLosses(negativeShare: share)
  }

  static func text(of losses: ClosedRange<Double>) -> String {
    String(format: "from %.3f to %.3f", losses.lowerBound, losses.upperBound)
  }
}
