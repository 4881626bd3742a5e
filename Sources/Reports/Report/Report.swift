import Basics
import Datasets
import Evaluation
import Foundation
import Numerics
import Training
import Videos

/// A page and its figures, drawn and ready to be written.
package struct Report {
  /// The files of the folder `figures`, by name; each figure is drawn once a format.
  package private(set) var figures: [(name: String, bytes: [UInt8])] = []
  /// The page.
  package private(set) var page: Page

  /// The names that a figure's file may have, so that a figure that a report no longer has can be removed.
  package static let figureNames =
    ["frames.png"]
    + ["clusters", "confusion", "cluster-count", "loss", "label-free"].flatMap {
      [$0 + ".png", $0 + ".svg"]
    }

  /// Draws everything.
  ///
  /// - Parameters:
  ///   - content: what to show.
  ///   - progress: told how many of the three large figures are drawn.
  /// - Throws: `DrawingError`, ``MapError``, and what reading pictures threw.
  package init(_ content: ReportContent, progress: (_ done: Int) -> Void = { _ in }) throws {
    let evaluation = content.evaluation
    let map = try FrameMap(frames: content.frames, clusterCount: evaluation.clusters)
    let heading = FigureHeading(evaluation, name: content.name)
    page = Page(
      title: "What is in \(content.name)", summary: Self.summary(of: evaluation),
      version: Version.current)
    page.warnings = Self.warnings(of: content)

    progress(0)
    let clusters = try add(
      ClusterFigure(map, title: heading.lines), named: "clusters",
      caption: """
        Every point is a frame; near points are alike by what was learned. Left, its clusters; right, where \
        categories are known, what the frames are. t-SNE keeps neighbourhoods, not distances.
        """,
      alternative: "The map of all frames, a point each, coloured by cluster")
    progress(2)
    page.figures = [clusters, try addFrames(map, content, heading)]
    if let confusion = content.confusion, let probe = evaluation.metrics?.probe {
      page.confusion = try add(
        ConfusionFigure(
          categories: confusion.categories, counts: confusion.counts,
          title: heading.lines(of: probe)),
        named: "confusion",
        caption: """
          A linear probe is shown frames of the training videos with their categories, and says what the \
          held-out frames are. Rows are what they are, columns what they were taken for.
          """,
        alternative: "How often frames of each category were taken for each category")
    }
    progress(3)
    page.curves = try [
      loss(content.training), labelFree(content.training), clusterCounts(evaluation),
    ].compactMap { $0 }

    page.scores = ScoreTable.tables(of: evaluation)
    page.clusters = map.clusterSummaries
    page.sampling = content.audit?.rows ?? []
    page.ledger = LedgerSummary(content.ledger)
    page.settings = content.settings
    page.files = Self.files
  }

  // MARK: Figures

  /// Draws a figure once as PNG and once as SVG; the page has the SVG.
  private mutating func add(
    _ figure: some Figure, named name: String, caption: String, alternative: String
  ) throws -> PageFigure {
    let svg = try figure.svg()
    figures += [(name + ".png", try figure.png()), (name + ".svg", svg)]
    return PageFigure(
      EmbeddedPicture(
        .svg, bytes: svg, width: Int(figure.width.rounded()), height: Int(figure.height.rounded())),
      caption: caption, alternative: alternative)
  }

  /// Draws the frames at their places once: as PNG for the folder, and as JPEG for the page.
  private mutating func addFrames(
    _ map: FrameMap, _ content: ReportContent, _ heading: FigureHeading
  ) throws -> PageFigure {
    let figure = try FramesFigure(map, title: heading.lines) { index in
      try content.picture(content.frames[index])
    }
    let (png, picture) = try figure.pngAndPicture()
    figures.append(("frames.png", png))
    return PageFigure(
      EmbeddedPicture(
        .jpeg, bytes: try JPEGCodec().encode(picture, quality: 85), width: picture.width,
        height: picture.height),
      caption: "The frames themselves at those points, edged in the colour of their cluster.",
      alternative: "The frames as thumbnails on the map",
      spots: figure.layout.map { place in
        let row = content.frames[place.frame]
        let time = String(format: "%.2f", row.seconds)
        return PageFigure.Spot(
          place.rectangle, text: "\(row.video) at \(time) s, cluster \(row.cluster)")
      })
  }

  private mutating func loss(_ training: ReportContent.TrainingCourse) throws -> PageFigure? {
    guard !training.steps.isEmpty else { return nil }
    let steps = training.steps.compactMap { entry in
      entry.loss.map { (x: Double(entry.step), y: $0) }
    }
    let epochs = MetricsLog.epochMeans(training.steps).map { (x: Double($0.step), y: $0.loss) }
    let figure = try CurveFigure(
      [Curve(name: "each step", values: steps), Curve(name: "mean of each epoch", values: epochs)],
      title: [training.lossTitle], xLabel: "step", yLabel: "loss",
      bands: training.trivialLosses.map { [Band($0, meaning: "learned nothing")] } ?? [])
    return try add(
      figure, named: "loss",
      caption: training.trivialLosses.map {
        "Losses \(Self.text(of: $0)) are those of features that are all equal, or all equally far "
          + "from each other. Below, successive frames are nearer than others."
      } ?? "",
      alternative: "The training loss over the steps")
  }

  /// What was known of the features without labels while they were learned.
  private mutating func labelFree(_ training: ReportContent.TrainingCourse) throws -> PageFigure? {
    guard training.labelFree.count > 1 else { return nil }
    let names = [
      ("reach", "reach"), ("seed_agreement", "agreement of seeds"),
      ("half_agreement", "agreement of halves"),
    ]
    let curves = names.map { name, meaning in
      Curve(
        name: meaning,
        values: training.labelFree.compactMap { line in
          line.value(name).map { (x: Double(line.step), y: $0) }
        })
    }
    return try add(
      CurveFigure(
        curves, title: ["Judged without labels, on training frames"], xLabel: "step", yLabel: ""),
      named: "label-free",
      caption:
        "Reach: how near a frame's nearest frame of another video is, 1 as near as its own next one. "
        + "Agreement: of clusters between seeds, and of videos' between their two halves.",
      alternative: "Reach and agreements over the steps")
  }

  /// How good every number of clusters would be, where K was found out.
  private mutating func clusterCounts(_ evaluation: Evaluation) throws -> PageFigure? {
    guard let tried = evaluation.clusterCounts, !tried.isEmpty else { return nil }
    let values = tried.map { (x: Double($0.clusters), y: $0.silhouette) }
    return try add(
      CurveFigure(
        [Curve(name: "mean silhouette", values: values)],
        title: ["How many clusters: \(evaluation.clusters)"], xLabel: "number of clusters",
        yLabel: "silhouette"),
      named: "cluster-count",
      caption:
        "The mean silhouette of the frames, 1 where clusters are far apart and 0 where they "
        + "touch. The smallest number of clusters within 0.02 of the best was taken.",
      alternative: "The mean silhouette over the number of clusters")
  }

  // MARK: Words

  /// What stands at the page's top.
  private static func summary(of evaluation: Evaluation) -> [String] {
    let others = evaluation.settings.others
    let held = others["held_out"] == .flag(true) ? "None of these videos was trained on." : ""
    var trainedFor = "a while"
    if case .integer(let epochs) = others["epochs"], case .integer(let steps) = others["steps"] {
      trainedFor = "\(Printed.count(epochs, "epoch")) (\(Printed.count(steps, "step")))"
    }
    return [
      evaluation.verdict, evaluation.labelFree?.sentence ?? "", evaluation.groupingSentence ?? "",
      "\(evaluation.frames) frames of \(evaluation.videos) videos, grouped into "
        + "\(evaluation.clusters) clusters by what was learned from time alone, in \(trainedFor). \(held)",
    ].filter { !$0.isEmpty }
  }

  /// What to know before any number is believed.
  private static func warnings(of content: ReportContent) -> [String] {
    var warnings: [String] = []
    if content.evaluation.settings.others["held_out"] != .flag(true) {
      warnings.append(
        "No video was held out: these are the videos that the network was trained on, so the "
          + "numbers flatter it.")
    }
    if let last = MetricsLog.epochMeans(content.training.steps).last,
      let trivial = content.training.trivialLosses, trivial.contains(last.loss)
    {
      warnings.append(
        "The loss came to rest \(text(of: trivial)), where a network has learned nothing but a "
          + "scale: train longer, or with another learning rate.")
    }
    warnings += content.training.warnings
    return warnings + (content.audit?.warnings.map { "Sampler: \($0)" } ?? [])
  }

  private static func text(of losses: ClosedRange<Double>) -> String {
    String(format: "from %.3f to %.3f", losses.lowerBound, losses.upperBound)
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
      "evaluation/appearance.npy, motion.npy", "what these are made of, where motion was learned"),
    NamedText(
      "evaluation/confusion.csv", "what a linear probe took each category for, where there is one"),
    NamedText("figures/", "the figures of this page as PNG and SVG; the frames as PNG"),
  ]
}
