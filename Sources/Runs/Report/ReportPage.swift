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
    page.curves = try curves()
    page.sampling = audit?.rows ?? []
    page.ledger = LedgerSummary(ledger)
    page.settings = try settings.named() + evaluation.settings.named()
    page.files = Self.files
    return page
  }

  private static let clustersCaption = """
    Every point is a frame; near points are alike by what was learned. Left, its clusters; right, where \
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
    NamedText("figures/", "the pictures of this page as PNG and SVG"),
  ]
}
