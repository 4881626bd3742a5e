import Basics
import Datasets
import Evaluation
import Tensors
import Training
import Videos

/// The step after the evaluation: groups all videos of the run, held out or not, with the evaluated network.
public struct CollectionStep {
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

  /// Returns whether the videos were already grouped as the run's evaluation was done.
  ///
  /// - Throws: errors of reading `metrics.json` or `summary.json`.
  public func isFinished() throws -> Bool {
    guard Folder.isFile(run.collection.summary), Folder.isFile(run.evaluation.metrics) else {
      return false
    }
    return try CollectionSummary(contentsOf: run.collection.summary).askedFor
      == request(of: evaluation())
  }

  /// Groups the videos and writes the results.
  ///
  /// - Returns: the content of `summary.json`.
  /// - Throws: ``RunError/notEvaluated(path:)``; errors of reading, computing or writing; `CancellationError` if it
  ///   was cancelled, and then nothing is written.
  @discardableResult
  public func group() throws -> CollectionSummary {
    try settings.prepareLibTorch()
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let evaluation = try evaluation()
    let split = try SplitTable(reading: run.split)
    let subject = try subject(of: evaluation)
    // Without held-out videos the evaluation has computed the same features and the same map.
    let earlier = split.isHeldOut ? nil : try EvaluatedFrames(reading: run.evaluation)
    let summary = try context.display.stage("grouping all videos") {
      var grouping = try CollectionGrouper(
        settings.evaluation, seed: settings.seed, threads: settings.threads,
        in: context
      ).group(subject, parts: split.parts, reusing: earlier)
      grouping.summary.askedFor = request(of: evaluation)
      grouping.duplicates = try duplicates(of: subject, parts: split.parts)
      try grouping.write(to: run.collection)
      return grouping.summary
    }
    if let sentence = fewerGroupsSentence(summary) { context.display.say(sentence) }
    return summary
  }

  /// Groups the videos by another checkpoint than the evaluated one, and writes nothing.
  ///
  /// - Parameter checkpoint: the path of the checkpoint.
  /// - Throws: as ``group()``.
  func grouping(by checkpoint: String) throws -> CollectionGrouping {
    try settings.prepareLibTorch()
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let split = try SplitTable(reading: run.split)
    return try CollectionGrouper(
      settings.evaluation, seed: settings.seed, threads: settings.threads, in: context
    ).group(subject(of: evaluation(), by: checkpoint), parts: split.parts)
  }

  /// Finds the videos that show the same footage, and the part of each.
  private func duplicates(
    of subject: EvaluationSubject, parts: [String: String]
  ) throws -> [DuplicatePair] {
    try DuplicateFinder(subject.store, threads: settings.threads, in: context)
      .pairs(among: subject.heldOut).map { pair in
        var pair = pair
        (pair.part, pair.otherPart) = (parts[pair.video] ?? "", parts[pair.other] ?? "")
        return pair
      }
  }

  /// Says that there are fewer groups than were asked for; nil if there are as many.
  private func fewerGroupsSentence(_ summary: CollectionSummary) -> String? {
    guard case .number(let asked)? = settings.evaluation.clusters, summary.clusters < asked else {
      return nil
    }
    return "the K of the groups is \(summary.clusters), not \(asked): there are only "
      + "\(summary.videos) videos"
  }

  private func evaluation() throws -> Evaluation {
    guard Folder.isFile(run.evaluation.metrics) else { throw RunError.notEvaluated(path: run.path) }
    return try Evaluation(contentsOf: run.evaluation.metrics)
  }

  /// Returns the evaluation's request, as `metrics.json` has it.
  private func request(of evaluation: Evaluation) -> String? {
    guard case .text(let text) = evaluation.settings.others[EvaluateStep.request] else {
      return nil
    }
    return text
  }

  /// Describes the evaluated network, or that of another checkpoint, and all videos of the run.
  private func subject(
    of evaluation: Evaluation, by checkpoint: String? = nil
  ) throws -> EvaluationSubject {
    let store = try FrameStore(path: run.frames(of: settings))
    guard let name = evaluation.settings.checkpoint else {
      throw RunError.notEvaluated(path: run.path)
    }
    return try EvaluationSubject(
      of: run, settings: settings, store: store, training: [],
      heldOut: store.videos(of: settings.selectedCategories),
      checkpoint: checkpoint ?? run.checkpoints.path + "/" + name,
      layer: evaluation.settings.featureLayer)
  }
}
