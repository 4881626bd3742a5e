import Basics
import Datasets
import Discovery
import Foundation
import Reports
import Videos

/// The last step: draws the figures and writes the page.
public struct ReportStep {
  private let run: RunFolder
  private let settings: Settings
  private let surroundings: Surroundings

  /// Names the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder, with an evaluation in it.
  ///   - settings: the run's settings.
  ///   - surroundings: where progress goes and who may stop it.
  public init(_ run: RunFolder, settings: Settings, in surroundings: Surroundings) {
    self.run = run
    self.settings = settings
    self.surroundings = surroundings
  }

  /// Whether the page is there and not older than the evaluation.
  public func isFinished() throws -> Bool {
    guard Folder.isFile(run.report), Folder.isFile(run.evaluationMetrics) else { return false }
    func changed(_ path: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
    guard let page = try changed(run.report), let metrics = try changed(run.evaluationMetrics)
    else { return false }
    return page >= metrics
  }

  /// Draws and writes; the page last, so that it is there only when the figures are.
  ///
  /// - Throws: ``RunError/notEvaluated(path:)``, and what reading, drawing or the disk threw.
  public func callAsFunction() throws {
    guard Folder.isFile(run.evaluationMetrics) else { throw RunError.notEvaluated(path: run.path) }
    let evaluation = try Evaluation(contentsOf: run.evaluationMetrics)
    let table = try FramesTable(reading: run.evaluationFrames)
    let store = try FrameStore(path: run.frames(of: settings))
    let map = try FrameMap(
      frames: table.rows.map {
        MappedFrame(
          video: $0.video, category: $0.category, seconds: $0.seconds, cluster: $0.cluster, x: $0.x,
          y: $0.y)
      }, clusterCount: evaluation.clusters)
    let heading = FigureHeading(evaluation, name: settings.collectionName).lines
    surroundings.display.show("drawing", done: 0, of: 3, unit: "figures")
    let clusters = try ClusterFigure(map, title: heading)
    try Folder.create(run.figures)
    try clusters.write(png: run.figures + "/clusters.png")
    try clusters.write(svg: run.figures + "/clusters.svg")
    surroundings.display.show("drawing", done: 2, of: 3, unit: "figures")
    let codec = try JPEGCodec()
    let frames = try FramesFigure(map, title: heading) { index in
      let row = table.rows[index]
      return try codec.read(store.queryPath(row.video, frame: row.frame))
    }
    try frames.write(png: run.figures + "/frames.png")
    let confusion = try confusionFigure(evaluation)
    try silhouetteFigure(evaluation)
    surroundings.display.show("drawing", done: 3, of: 3, unit: "figures")
    let page = try ReportPage(
      run: run, settings: settings, evaluation: evaluation, table: table, map: map,
      ledger: store.ledger,
      audit: Folder.isFile(run.sampling) ? try SamplerAudit(contentsOf: run.sampling) : nil
    ).page(clusters: clusters, frames: frames, confusion: confusion, codec: codec)
    try page.write(to: run.report)
    surroundings.display.endLine()
  }

  /// Draws the silhouettes of the numbers of clusters, or removes the pictures of earlier ones.
  private func silhouetteFigure(_ evaluation: Evaluation) throws {
    let (png, svg) = (run.figures + "/cluster-count.png", run.figures + "/cluster-count.svg")
    guard let tried = evaluation.clusterCounts, !tried.isEmpty else {
      for path in [png, svg] { try Folder.remove(path) }
      return
    }
    let figure = try ClusterCountFigure.figure(tried, chosen: evaluation.clusters)
    try figure.write(png: png)
    try figure.write(svg: svg)
  }

  /// Draws the confusion matrix, or removes the pictures of one that is no longer there.
  private func confusionFigure(_ evaluation: Evaluation) throws -> ConfusionFigure? {
    let (png, svg) = (run.figures + "/confusion.png", run.figures + "/confusion.svg")
    guard let probe = evaluation.scores?.probe else {
      for path in [png, svg] { try Folder.remove(path) }
      return nil
    }
    let matrix = try ConfusionMatrix(contentsOf: run.confusion)
    let heading = FigureHeading(evaluation, name: settings.collectionName)
    let figure = try ConfusionFigure(
      categories: matrix.categories, counts: matrix.counts, title: heading.lines(of: probe))
    try figure.write(png: png)
    try figure.write(svg: svg)
    return figure
  }
}
