import Basics
import Datasets
import Discovery
import Foundation
import Reports
import Tracking
import Videos

/// Fills the page of a run.
struct ReportPage {
  let run: RunFolder
  let settings: Settings
  let evaluation: Evaluation
  let table: FramesTable
  let map: FrameMap
  let ledger: Ledger
  /// What the sampler drew; nil for a run that kept no audit of it.
  let audit: SamplerAudit?

  /// The page with everything in it.
  func page(
    clusters: ClusterFigure, frames: FramesFigure, confusion: ConfusionFigure?, codec: JPEGCodec
  ) throws -> Page {
    var page = Page(
      title: "What is in \(settings.collectionName)", summary: summary, version: Version.current)
    page.warnings = warnings
    page.figures = [
      PageFigure(
        try EmbeddedPicture(svg: clusters), caption: Self.clustersCaption,
        alternative: "The map of all frames, a point each, coloured by cluster"),
      try framesFigure(frames, codec: codec),
    ]
    page.scores = ScoreTable.tables(of: evaluation)
    page.confusion = try confusion.map {
      PageFigure(
        try EmbeddedPicture(svg: $0), caption: Self.confusionCaption,
        alternative: "How often frames of each category were taken for each category")
    }
    page.clusters = map.clusterSummaries
    page.curves = try lossCurve() + silhouettes()
    page.sampling = audit?.rows ?? []
    page.ledger = LedgerSummary(ledger)
    page.settings = try settings.named() + evaluation.settings.named()
    page.files = Self.files
    return page
  }

  private var summary: [String] {
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

  private var warnings: [String] {
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

  private static let clustersCaption = """
    Every point is a frame; near points look alike to the network. Left, its clusters; right, where \
    categories are known, what the frames are. t-SNE keeps neighbourhoods, not distances.
    """

  private static let confusionCaption = """
    A linear probe is shown frames of the training videos with their categories, and says what the \
    held-out frames are. Rows are what they are, columns what they were taken for.
    """

  private func framesFigure(_ frames: FramesFigure, codec: JPEGCodec) throws -> PageFigure {
    let picture = try frames.picture()
    return PageFigure(
      EmbeddedPicture(
        .jpeg, bytes: try codec.encode(picture, quality: 85), width: picture.width,
        height: picture.height),
      caption: "The frames themselves at those points, edged in the colour of their cluster.",
      alternative: "The frames as thumbnails on the map",
      spots: frames.layout.map { place in
        let row = table.rows[place.frame]
        let time = String(format: "%.2f", row.seconds)
        return PageFigure.Spot(
          place.rectangle, text: "\(row.video) at \(time) s, cluster \(row.cluster)")
      })
  }

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

  /// The losses of networks that have learned nothing but a scale; unknown for a run that kept no
  /// audit of its sampler.
  private var idleLosses: ClosedRange<Double>? {
    guard let share = audit?.pairs.negativeShare else { return nil }
    return settings.objectiveKind.objective(settings.training)
      .idleLosses(negativeShare: share)
  }

  private static func text(of losses: ClosedRange<Double>) -> String {
    String(format: "from %.3f to %.3f", losses.lowerBound, losses.upperBound)
  }

  /// How long the evaluated network was trained.
  private var trainedFor: String {
    guard case .integer(let epochs) = evaluation.settings.others["epochs"],
      case .integer(let steps) = evaluation.settings.others["steps"]
    else { return "a while" }
    return "\(Printed.count(epochs, "epoch")) (\(Printed.count(steps, "step")))"
  }

  private static let files = [
    NamedText("config.yaml", "every setting; unreel train --config runs it again"),
    NamedText("split.csv", "which video was trained on and which evaluated"),
    NamedText("sampling.json", "what the sampler draws, looked at before training"),
    NamedText("metrics.jsonl", "a line a training step"),
    NamedText("checkpoints/", "weights, in HDF5 as Keras reads it"),
    NamedText("evaluation/metrics.json", "every number of this page"),
    NamedText(
      "evaluation/frames.csv", "video, category, frame, time, cluster and place of a frame"),
    NamedText("evaluation/videos.csv", "video, category and group of a video"),
    NamedText("evaluation/features.npy", "32-bit floats, frames × features, rows as in frames.csv"),
    NamedText(
      "evaluation/confusion.csv", "what a linear probe took each category for, where there is one"),
    NamedText("figures/", "the pictures of this page as PNG and SVG"),
  ]
}
