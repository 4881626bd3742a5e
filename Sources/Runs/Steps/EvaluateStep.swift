import Basics
import Datasets
import Evaluation
import Foundation
import Tensors
import Training
import Videos

/// The third step: features of the held-out videos' frames, clusters, metrics, baselines and map.
public struct EvaluateStep {
  private let run: RunFolder
  private let settings: Settings
  private let context: RunContext

  /// Names the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder, with a checkpoint in it.
  ///   - settings: how to evaluate.
  ///   - context: where progress goes and who may stop it.
  public init(_ run: RunFolder, settings: Settings, in context: RunContext) {
    (self.run, self.settings, self.context) = (run, settings, context)
  }

  /// Whether the run was evaluated as the settings ask since its latest checkpoint.
  public func isFinished() throws -> Bool {
    guard Folder.isFile(run.evaluation.metrics), let latest = try run.checkpoints.latest() else {
      return false
    }
    let found = try Evaluation(contentsOf: run.evaluation.metrics)
    return try found.settings.others[Self.request] == .text(request(of: latest))
  }

  /// Evaluates the run and writes what was found.
  ///
  /// - Returns: the content of `metrics.json`.
  /// - Throws: what the store, the checkpoint, the numbers or the disk threw; `CancellationError` if it
  ///   was stopped. Nothing is written then.
  @discardableResult
  public func evaluate() throws -> Evaluation {
    try LibTorch.setThreads(settings.threads)
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let result = try Evaluator(
      settings.evaluation, seed: settings.seed, threads: settings.threads,
      precision: settings.featurePrecision, in: context
    ).evaluate(subject())
    try result.write(to: run.evaluation)
    context.display.endLine()
    for sentence in [result.evaluation.groupingSentence, result.evaluation.labelFree?.sentence] {
      if let sentence { context.display.say(sentence) }
    }
    return result.evaluation
  }

  /// The run's network and its held-out videos.
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
    let (checkpoint, precision) = (selection.checkpoint, settings.featurePrecision)
    let position = try Checkpoint.position(of: checkpoint)
    let hasMotion = settings.motion.enabled && Folder.isFile(run.motion)
    var subject = EvaluationSubject(
      store: store, training: training, heldOut: split.test(of: videos),
      architecture: try Checkpoint.architecture(of: checkpoint), layer: selection.layer,
      motionEncoder: hasMotion ? try MotionEncoder(reading: run.motion) : nil
    ) { try Checkpoint.network(from: checkpoint, precision: precision) }
    subject.isHeldOut = split.isHeldOut
    subject.checkpoint = (checkpoint as NSString).lastPathComponent
    subject.candidates = selection.candidates
    subject.notes = [
      Self.request: .text(try request(of: run.checkpoints.latest() ?? checkpoint)),
      "network": .text(settings.training.network),
      "epochs": .integer(position.epoch), "steps": .integer(position.step),
    ]
    return subject
  }

  /// The record's name for what was asked.
  private static let request = "asked_for"

  /// Everything that decides what an evaluation finds, encoded: one whose record has the same is still
  /// good.
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
