import Basics
import Datasets
import Evaluation
import Foundation
import Numerics
import Reports
import Training
import Videos

/// The last step: draws the figures and writes the page.
public struct ReportStep {
  private let run: RunFolder
  private let settings: Settings
  private let context: RunContext

  /// Names the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder, with an evaluation in it.
  ///   - settings: the run's settings.
  ///   - context: where progress goes and who may stop it.
  public init(_ run: RunFolder, settings: Settings, in context: RunContext) {
    (self.run, self.settings, self.context) = (run, settings, context)
  }

  /// Whether the page is there and not older than the evaluation.
  public func isFinished() throws -> Bool {
    guard Folder.isFile(run.report), Folder.isFile(run.evaluation.metrics) else { return false }
    func changed(_ path: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
    guard let page = try changed(run.report), let metrics = try changed(run.evaluation.metrics)
    else { return false }
    return page >= metrics
  }

  /// Reads the run, draws, and writes; the page last, so that it is there only when the figures are.
  ///
  /// Figures of an earlier report that this one does not have are removed.
  ///
  /// - Throws: ``RunError/notEvaluated(path:)``, and what reading, drawing or the disk threw.
  public func write() throws {
    let report = try Report(content()) {
      context.display.show("drawing", done: $0, of: 3, unit: "figures")
    }
    try report.write(to: run.path)
    context.display.endLine()
  }

  private func content() throws -> ReportContent {
    guard Folder.isFile(run.evaluation.metrics) else {
      throw RunError.notEvaluated(path: run.path)
    }
    let evaluation = try Evaluation(contentsOf: run.evaluation.metrics)
    let store = try FrameStore(path: run.frames(of: settings))
    let codec = try JPEGCodec()
    var content = ReportContent(
      name: settings.collectionName, evaluation: evaluation,
      frames: try FramesTable(reading: run.evaluation.frames).rows, ledger: store.ledger
    ) { try codec.read(store.queryPath($0.video, frame: $0.frame)) }
    if evaluation.metrics?.probe != nil {
      content.confusion = try ConfusionMatrix(contentsOf: run.evaluation.confusion)
    }
    if Folder.isFile(run.sampling) { content.audit = try SamplerAudit(contentsOf: run.sampling) }
    content.training = course(negativeShare: content.audit?.pairs.negativeShare)
    content.settings = try settings.named() + evaluation.settings.named()
    return content
  }

  /// How training went, as its log tells; an old run that kept no audit has no known trivial losses.
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
