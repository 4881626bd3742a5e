import Basics
import Datasets
import Evaluation
import Foundation
import Tensors
import Training
import Videos

/// The third step: evaluates the run's network on the held-out videos.
public struct EvaluateStep {
  private let run: RunFolder
  private let settings: Settings
  private let context: RunContext

  /// Creates the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder, with a checkpoint in it.
  ///   - settings: the run's settings.
  ///   - context: receives progress, and can cancel the step.
  public init(_ run: RunFolder, settings: Settings, in context: RunContext) {
    (self.run, self.settings, self.context) = (run, settings, context)
  }

  /// Returns whether the run's latest checkpoint was already evaluated with these settings.
  ///
  /// - Throws: errors of reading `metrics.json` or the checkpoints.
  public func isFinished() throws -> Bool {
    guard Folder.isFile(run.evaluation.metrics), let latest = try run.checkpoints.latest() else {
      return false
    }
    let found = try Evaluation(contentsOf: run.evaluation.metrics)
    return try found.settings.others[Self.request] == .text(request(of: latest))
  }

  /// Evaluates the run and writes the results.
  ///
  /// - Returns: the content of `metrics.json`.
  /// - Throws: errors of reading, computing or writing; `CancellationError` if it was cancelled, and then
  ///   nothing is written.
  @discardableResult
  public func evaluate() throws -> Evaluation {
    try settings.prepareLibTorch()
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let result = try context.display.stage("evaluating") {
      let result = try Evaluator(
        settings.evaluation, seed: settings.seed, threads: settings.threads,
        precision: settings.featurePrecision, in: context
      ).evaluate(subject())
      try result.write(to: run.evaluation)
      return result
    }
    for sentence in fewerClustersSentences(result.evaluation) { context.display.say(sentence) }
    return result.evaluation
  }

  /// Says that there are fewer clusters than were asked for, of frames or of videos.
  private func fewerClustersSentences(_ evaluation: Evaluation) -> [String] {
    var sentences: [String] = []
    if case .number(let asked)? = settings.evaluation.clusters, evaluation.clusters < asked {
      sentences.append(
        "K is \(evaluation.clusters), not \(asked): there are only \(evaluation.frames) frames")
    }
    if evaluation.videos < evaluation.clusters {
      sentences.append(
        "the K of the evaluated videos is \(evaluation.videos), not \(evaluation.clusters): there are no "
          + "more videos")
    }
    return sentences
  }

  /// Describes the run's network and its held-out videos.
  private func subject() throws -> EvaluationSubject {
    let store = try FrameStore(path: run.frames(of: settings))
    let split = try SplitTable(reading: run.split)
    let videos = try store.videos()
    let training = split.training(of: videos)
    let selection = try CheckpointSelection(
      from: run.checkpoints, settings: settings.evaluation,
      evaluator: LabelFreeEvaluator(
        of: training, in: store, settings: settings.evaluation, seed: settings.seed,
        threads: settings.threads, context: context),
      precision: settings.featurePrecision, in: context)
    let checkpoint = selection.checkpoint
    let position = try Checkpoint.position(of: checkpoint)
    var subject = try EvaluationSubject(
      of: run, settings: settings, store: store, training: training.withCategories,
      heldOut: Self.scored(split.test(of: videos)), checkpoint: checkpoint, layer: selection.layer)
    subject.isHeldOut = split.isHeldOut
    subject.candidates = selection.candidates
    subject.notes = [
      Self.request: .text(try request(of: run.checkpoints.latest() ?? checkpoint)),
      "network": .text(settings.training.network),
      "epochs": .integer(position.epoch), "steps": .integer(position.step),
    ]
    if let category = EvaluationSet(of: subject.heldOut).onlyCategory {
      subject.notes[Evaluation.onlyCategory] = .text(category)
    }
    return subject
  }

  /// Leaves out videos without a category where others have categories to be scored by.
  private static func scored(_ videos: [StoredVideo]) -> [StoredVideo] {
    EvaluationSet(of: videos).categoryCount > 0 ? videos.withCategories : videos
  }

  /// The name of the request in the record.
  static let request = "asked_for"

  /// Returns everything that decides the results of an evaluation, as JSON.
  ///
  /// An evaluation whose record has the same request need not be repeated.
  private func request(of latest: String) throws -> String {
    struct Request: Encodable {
      let evaluation: EvaluationSettings
      let motion: MotionSettings
      let latest: String
    }
    return try JSONFile.line(
      of: Request(
        evaluation: settings.evaluation, motion: settings.motion,
        latest: (latest as NSString).lastPathComponent))
  }
}

extension EvaluationSubject {
  /// Describes a network of a run, with the run's motion network if there is one.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - settings: its settings.
  ///   - store: its frame store.
  ///   - training: the training videos.
  ///   - heldOut: the videos that are clustered.
  ///   - checkpoint: the path of the network's checkpoint.
  ///   - layer: the layer whose output is the features.
  /// - Throws: errors of reading a checkpoint.
  init(
    of run: RunFolder, settings: Settings, store: FrameStore, training: [StoredVideo],
    heldOut: [StoredVideo], checkpoint: String, layer: String
  ) throws {
    let precision = settings.featurePrecision
    let hasMotion = settings.motion.enabled && Folder.isFile(run.motion)
    self.init(
      store: store, training: training, heldOut: heldOut,
      architecture: try Checkpoint.architecture(of: checkpoint), layer: layer,
      motionEncoder: hasMotion ? try MotionEncoder(reading: run.motion) : nil
    ) { try Checkpoint.network(from: checkpoint, precision: precision) }
    self.checkpoint = (checkpoint as NSString).lastPathComponent
  }
}
