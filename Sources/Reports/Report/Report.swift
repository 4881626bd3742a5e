import Basics
import Datasets
import Evaluation
import Foundation
import Numerics
import Training
import Videos

/// A report: a page and its figures, ready to be written.
public struct Report {
  /// The files of the folder `figures`: every figure of the page as PNG, SVG and PDF, the frames as PNG and PDF.
  public private(set) var figures: [(name: String, bytes: [UInt8])] = []
  /// The page; it contains the SVG of every figure, and the frames as JPEG.
  package private(set) var page: Page
  private var interactiveMap: InteractiveMap?
  private var thumbnailLimit = 0
  private let encoder: PictureEncoder

  /// All names that files of figures can have; files of an earlier report can then be removed.
  public static let figureNames =
    ["frames.png", "frames.pdf"]
    + ["clusters", "confusion", "cluster-count", "loss", "spread", "label-free", "filters"].flatMap
  {
    [$0 + ".png", $0 + ".svg", $0 + ".pdf"]
  }

  /// Draws all figures, once a format, and fills the page.
  ///
  /// - Parameters:
  ///   - content: what to show.
  ///   - progress: called with the number of finished parts, 0 to 3.
  /// - Throws: ``DrawingError``, `MapError`, `PictureError`, `ThreadError`, or an error of `content.picture`.
  public init(_ content: ReportContent, progress: (_ done: Int) -> Void = { _ in }) throws {
    let evaluation = content.evaluation
    // With the groups of the whole collection, the map shows all videos in the groups' numbers and colours.
    let collection = content.collection
    let map = try FrameMap(
      frames: collection?.frames ?? content.frames,
      clusterCount: collection?.summary.clusters ?? evaluation.clusters,
      noun: collection == nil ? "cluster" : "group", videos: collection?.videos ?? [])
    encoder = PictureEncoder(threads: content.threads)
    let heading = FigureHeading(evaluation, name: content.name, collection: collection?.summary)
    page = Page(
      title: "What is in \(content.name)", summary: content.summary,
      version: Version.current)
    page.warnings = content.warnings
    page.nextSteps = content.nextSteps
    page.collection = try collection.map {
      try CollectionSection(
        $0, ledger: content.ledger, colours: map.clusterSummaries.map(\.colour),
        picture: content.picture)
    }

    progress(0)
    let clusters = try add(
      ClusterFigure(map, title: heading.lines), named: "clusters",
      caption: "Every point is a frame; near points are alike by what was learned. "
        + (map.categories.isEmpty
          ? "" : "Left, the \(map.noun)s; right, the categories. ")
        + "t-SNE keeps neighbourhoods, not distances.",
      alternative: "The map of all frames, a point each, coloured by \(map.noun)")
    progress(2)
    let frames = try addFrames(map, content, heading)
    // The interactive map shows the frames.
    page.figures = collection == nil ? [clusters, frames] : [clusters]
    interactiveMap = try collection.map {
      try InteractiveMap(
        $0, map: map, videos: content.videos, threads: content.threads, picture: content.picture)
    }
    thumbnailLimit = content.thumbnailLimit
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
    if let collection { try addSheets(of: collection, map, content) }
    progress(3)
    // Cairo numbers its surfaces in the SVGs. Keep the order of drawing to keep the files' bytes.
    let counts = try clusterCounts(evaluation)
    page.curves = try [
      loss(content.training), spread(content.training), labelFree(content.training), counts,
      filters(content.filters),
    ].compactMap { $0 }

    page.scoring = content.scoring
    page.metrics = MetricsTable.tables(of: evaluation)
    page.clusters = collection == nil ? map.clusterSummaries : []
    page.sampling = content.audit?.rows ?? []
    page.ledger = LedgerSummary(content.ledger)
    page.splitRemarks = content.splitRemarks
    page.settings = content.settings
    page.files = ReportContent.files
    figures += try encoder.finish().map { ($0.key, $0.value) }
    figures.sort { $0.name < $1.name }
  }

  /// Writes the figures and then the page, so that the page is there only when its figures are.
  ///
  /// Figures and thumbnails of an earlier report that this one does not have are removed.
  ///
  /// - Parameters:
  ///   - folder: gets `figures/`, `report.html` and, if there are many frames, `report_files/`.
  ///   - progress: called with the number of frames whose thumbnails are drawn.
  /// - Throws: `SystemCallError`, or an error of reading the frames.
  public func write(to folder: String, progress: (_ frames: Int) -> Void = { _ in }) throws {
    let path = folder + "/figures"
    try Folder.create(path)
    for (name, bytes) in figures { try DurableFile.write(bytes, to: path + "/" + name) }
    let sheets = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      $0.wholeMatch(of: /group-[0-9]+\.(png|svg|pdf)/) != nil
    }
    for name in Set(Self.figureNames + sheets).subtracting(figures.map(\.name)) {
      try Folder.remove(path + "/" + name)
    }
    var page = page
    page.map = try interactiveMap?.elements(
      besides: folder + "/report.html", limit: thumbnailLimit, progress: progress)
    try page.write(to: folder + "/report.html")
    try MapSheetShelf.removeOthers(besides: folder + "/report.html", than: page.map?.folder)
  }

  // MARK: Figures

  /// Draws a figure as PNG, SVG and PDF.
  ///
  /// - Returns: the SVG as a figure of the page.
  mutating func add(
    _ figure: some Figure, named name: String, caption: String, alternative: String
  ) throws -> PageFigure {
    let svg = try addFormats(of: figure, named: name)
    return try PageFigure(
      figure, light: svg, name: name, caption: caption, alternative: alternative)
  }

  /// Draws a figure as PNG, SVG and PDF.
  ///
  /// - Returns: the SVG.
  private mutating func addFormats(of figure: some Figure, named name: String) throws -> [UInt8] {
    // Unchecked: nothing else uses the surface any more.
    nonisolated(unsafe) let picture = try figure.painted()
    try encoder.add(name + ".png") { try picture.png() }
    let svg = try figure.svg()
    figures += [(name + ".svg", svg), (name + ".pdf", try figure.pdf())]
    return svg
  }

  /// Draws the frames once, for a PNG and for the page.
  private mutating func addFrames(
    _ map: FrameMap, _ content: ReportContent, _ heading: FigureHeading
  ) throws -> PageFigure {
    let edges = map.categories.isEmpty ? .cluster : content.frameEdges
    let (picture, rows) = (content.picture, map.frames)
    let figure = try FramesFigure(
      map, title: heading.lines, edges: edges, threads: content.threads
    ) { index in try picture(rows[index]) }
    let drawn = try figure.formats()
    try encoder.add("frames.png") { [picture = drawn.picture] in try PNGCodec.encode(picture) }
    figures.append(("frames.pdf", drawn.pdf))
    let frames = try FrameSheet(figure, sheet: drawn.sheet, map: map) { row in
      "\(row.video) at \(String(format: "%.2f", row.seconds)) s, \(map.noun) \(row.cluster)"
    }
    let shown = figure.layout.count
    return PageFigure(
      frames,
      caption: "The frames themselves at those points, edged in the colour of their "
        + (edges == .cluster ? "\(map.noun)." : "category.")
        + (shown < map.frames.count
          ? " \(NumberText.count(shown)) of \(NumberText.count(map.frames.count)) frames are shown, "
            + "evenly drawn." : ""),
      alternative: "The frames as thumbnails on the map")
  }

  /// Draws a contact sheet for every group: a frame of each of its most typical videos.
  private mutating func addSheets(
    of collection: ReportContent.Collection, _ map: FrameMap, _ content: ReportContent
  ) throws {
    let frames = Dictionary(grouping: collection.frames, by: \.video)
    for summary in map.clusterSummaries {
      let videos = collection.videos.filter { $0.cluster == summary.number }.mostTypicalFirst
      guard !videos.isEmpty else { continue }
      let shown = videos.prefix(Self.sheetLength).compactMap { video in
        frames[video.video]?.typical(of: summary.number).map { (video: video, frame: $0) }
      }
      let picture = content.picture
      let pictures = try concurrentlyMade(shown.count, threads: content.threads) {
        try picture(shown[$0].frame)
      }
      let entries = zip(shown, pictures).map { shown, picture in
        ContactSheet.Entry(
          picture: picture, name: shown.video.video,
          remark: "\(NumberText.seconds(shown.frame.seconds)) · similarity "
            + NumberText.decimal(shown.video.similarity, places: 2),
          colour: summary.colour)
      }
      let count =
        videos.count > entries.count
        ? "the \(entries.count) most typical of \(videos.count) videos"
        : NumberText.count(videos.count, "video")
      let sheet = try ContactSheet(
        entries, title: [collection.names[summary.number], "\(count), the most typical first"],
        threads: content.threads)
      _ = try addFormats(of: sheet, named: "group-\(summary.number)")
    }
  }

  /// How many videos a contact sheet shows at most.
  private static let sheetLength = 60
}
