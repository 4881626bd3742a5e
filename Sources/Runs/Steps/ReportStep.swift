import Basics
import Datasets
import Evaluation
import Foundation
import Numerics
import Reports
import Training
import Videos

/// The last step: draws the figures and writes the report.
public struct ReportStep {
  private let run: RunFolder
  private let settings: Settings
  private let context: RunContext

  /// Creates the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder, with an evaluation in it.
  ///   - settings: the run's settings.
  ///   - context: receives progress, and can cancel the step.
  public init(_ run: RunFolder, settings: Settings, in context: RunContext) {
    (self.run, self.settings, self.context) = (run, settings, context)
  }

  /// Returns whether the report exists and is not older than the evaluation.
  ///
  /// - Throws: errors of reading the files' dates.
  public func isFinished() throws -> Bool {
    guard Folder.isFile(run.report), Folder.isFile(run.evaluation.metrics) else { return false }
    func changed(_ path: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
    guard let page = try changed(run.report), let metrics = try changed(run.evaluation.metrics)
    else { return false }
    let groups = Folder.isFile(run.collection.summary) ? try changed(run.collection.summary) : nil
    let names = Folder.isFile(run.names) ? try changed(run.names) : nil
    return page >= metrics && [groups, names].allSatisfy { $0.map { page >= $0 } ?? true }
  }

  /// Draws the figures and writes the report.
  ///
  /// It needs no lock of the run: what it reads is replaced as a whole. The report is written last: if it
  /// exists, so do its figures. Figures of an earlier report that this one
  /// lacks are removed.
  ///
  /// - Throws: ``RunError/notEvaluated(path:)``, errors of reading, drawing or writing, and `CancellationError`.
  public func write() throws {
    let content = try content()
    let held = try run.holdReport(isCancelled: context.isCancelled)
    try withExtendedLifetime(held) {
      try context.display.stage("drawing the report") {
        let report = try Report(content) {
          context.display.show("drawing the report", done: $0, of: 3, unit: "figures")
        }
        let frames = content.collection?.frames.count ?? 0
        try report.write(to: run.path) {
          context.display.show("drawing thumbnails", done: $0, of: frames, unit: "frames")
        }
      }
    }
  }

  private func content() throws -> ReportContent {
    guard Folder.isFile(run.evaluation.metrics) else {
      throw RunError.notEvaluated(path: run.path)
    }
    let evaluation = try Evaluation(contentsOf: run.evaluation.metrics)
    let store = try FrameStore(path: run.frames(of: settings))
    var content = ReportContent(
      name: settings.collectionName, evaluation: evaluation,
      frames: try FramesTable(reading: run.evaluation.frames).rows, ledger: store.ledger
    ) { [context] in
      try context.checkCancelled()
      return try JPEGCodec().read(store.queryPath($0.video, frame: $0.frame))
    }
    // Groups of an earlier evaluation would contradict the numbers.
    if try CollectionStep(run, settings: settings, in: context).isFinished() {
      content.collection = try ReportContent.Collection(
        reading: run.collection, names: run.names)
    }
    content.videos = Folder.relative(store.settings.videos, to: Folder.absolute(run.path))
    content.thumbnailLimit = settings.report.thumbnailMegabytes * 1_000_000
    content.frameEdges = settings.report.frameEdges
    content.threads = settings.threads
    if evaluation.metrics?.probe != nil {
      content.confusion = try ConfusionMatrix(contentsOf: run.evaluation.confusion)
    }
    // Runs of earlier versions have no such file.
    if Folder.isFile(run.splitRemarks) {
      content.splitRemarks = try SplitRemarks(contentsOf: run.splitRemarks).remarks
    }
    if Folder.isFile(run.sampling) { content.audit = try SamplerAudit(contentsOf: run.sampling) }
    if let name = evaluation.settings.checkpoint {
      let path = run.checkpoints.path + "/" + name
      // A checkpoint may have been removed since.
      let kernels = Folder.isFile(path) ? try Checkpoint.firstKernels(of: path) : nil
      content.filters = kernels.flatMap { FilterBank(side: $0.side, values: $0.values) }
    }
    content.training = course(negativeShare: content.audit?.pairs.negativeShare)
    content.settings = try settings.named() + evaluation.settings.named()
    return content
  }

  /// Reads the course of training from the log.
  ///
  /// The trivial losses are unknown for old runs without a sampler audit.
  private func course(negativeShare: Double?) -> ReportContent.TrainingCourse {
    let objective = settings.objectiveDefinition
    var course = ReportContent.TrainingCourse()
    course.lossTitle = objective.title
    course.trivialLosses = negativeShare.flatMap {
      objective.make(settings.training.objectiveParameters).trivialLosses(negativeShare: $0)
    }
    course.steps = MetricsLog.read(run.metrics)
    course.labelFree = MetricsLog.judgements(run.metrics)
    course.warnings =
      MetricsLog.warnings(run.metrics)
      + MetricsLog.warnings(run.motionMetrics).map { "Learning motion: \($0)" }
    return course
  }
}
