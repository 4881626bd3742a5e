import Basics
import Datasets
import Evaluation
import Foundation
import Networks
import Numerics
import Reports
import Tensors
import Training
import Videos

/// Fine-tuning: trains the run's network further, with the categories of the training videos.
///
/// A new linear layer with a softmax replaces the last normalisation. It is trained on frames of the training
/// videos and scored on frames of the held-out videos, or of the training videos if none is held out. The thesis names this as a next step.
public struct FinetuneStep {
  private let run: RunFolder
  private let folder: FinetuningFolder
  private let settings: Settings
  private let context: RunContext

  /// Creates the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder, with a split; it needs a checkpoint unless `finetuning.from` is `untrained`.
  ///   - folder: the folder for the results.
  ///   - settings: the run's settings.
  ///   - context: receives progress, and can cancel the step.
  /// - Throws: ``SettingsError``, ``FinetuningError``.
  public init(
    _ run: RunFolder, into folder: FinetuningFolder, settings: Settings, in context: RunContext
  ) throws {
    try settings.validate()
    guard !Folder.isFile(folder.path + "/split.csv") else {
      throw FinetuningError.runItself(path: folder.path)
    }
    (self.run, self.folder, self.settings, self.context) = (run, folder, settings, context)
  }

  /// Trains, resuming from the fine-tuning's latest checkpoint, and scores the classifier.
  ///
  /// - Returns: the accuracies: the content of `metrics.json`.
  /// - Throws: errors of reading, computing or writing; `CancellationError` if it was cancelled, after a
  ///   checkpoint of the last step was written.
  @discardableResult
  public func finetune() throws -> SupervisedEvaluation {
    let split = try SplitTable(reading: run.split)
    let store = try FrameStore(path: run.frames(of: settings))
    let videos = try store.videos()
    let sampler = try LabelledFrameSampler(
      videos: split.training(of: videos).withCategories, seed: settings.seed)
    let heldOut = EvaluationSet(of: split.test(of: videos).withCategories)
    if let unknown = heldOut.videos.first(where: { !sampler.categories.contains($0.category) }) {
      throw FinetuningError.unknownCategory(unknown.category)
    }
    try settings.prepareLibTorch()
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let source = try source()
    let state = try start(from: source, categories: sampler.categories)
    let held = try folder.begin(settings)
    let trainer = try withExtendedLifetime(held) {
      announce(state.network, source, sampler)
      return try session(sampler, store: store).run(state, in: context)
    }
    let logits = try FeatureExtractor(store, in: context).features(
      of: heldOut, by: trainer.network, layer: Architecture.classifier,
      title: split.isHeldOut ? "classifying held-out frames" : "classifying training frames")
    let predictions = Predictions(logits: logits)
    let evaluation = score(
      predictions, of: heldOut, sampler: sampler,
      notes: [
        "checkpoint": .text(source.map { ($0 as NSString).lastPathComponent } ?? "none"),
        SupervisedEvaluation.heldOut: .flag(split.isHeldOut),
        "epochs": .integer(trainer.position.epoch),
        "steps": .integer(trainer.position.step),
      ])
    try write(evaluation, predictions, of: heldOut, remark: remark(on: source))
    context.display.endLine()
    return evaluation
  }

  // MARK: Training

  /// Returns the run's checkpoint to start from; nil if `finetuning.from` is `untrained`.
  private func source() throws -> String? {
    guard settings.finetuning.start == .trained else { return nil }
    guard let latest = try run.checkpoints.latest() else {
      throw CheckpointError.none(folder: run.checkpoints.path)
    }
    return latest
  }

  private func remark(on source: String?) -> String {
    source.map { "fine-tuned from \(($0 as NSString).lastPathComponent)" }
      ?? "trained from untrained weights"
  }

  /// Returns the state to start from: the fine-tuning's latest checkpoint, the run's weights, or random ones.
  ///
  /// - Throws: `CheckpointError`, `TensorError`, ``FinetuningError/differ(path:)``.
  private func start(from source: String?, categories: [String]) throws -> TrainingState {
    let finetuning = settings.finetuning
    guard let base = settings.architecture else { throw FinetuningError.differ(path: folder.path) }
    let architecture = base.classifying(categories.count)
    let frozen = finetuning.frozenLayers(of: architecture)
    if let own = try folder.checkpoints.latest() {
      try folder.checkContinuing(settings)
      let checkpoint = try Checkpoint(reading: own)
      guard checkpoint.record.categories == categories,
        checkpoint.architecture == architecture.name
      else { throw FinetuningError.differ(path: folder.path) }
      return try TrainingState(
        resuming: checkpoint, architecture: architecture, frozen: frozen,
        precision: settings.precision)
    }
    var weights = try Network.weights(of: architecture, seed: settings.seed)
    if let source {
      weights.merge(try Checkpoint(reading: source).weights) { _, learned in learned }
    }
    let network = try Network(
      architecture, weights: weights, frozen: frozen, precision: settings.precision, on: .default)
    return TrainingState(beginning: network)
  }

  private func session(_ sampler: LabelledFrameSampler, store: FrameStore) throws -> TrainingSession
  {
    let side = settings.architecture?.inputSide ?? store.settings.side
    var session = TrainingSession(
      settings: settings.finetuning.trainer,
      data: FrameTrainingData(sampler: sampler, source: FrameSource(store: store, side: side)),
      objective: SoftmaxObjective(),
      checkpoints: .folder(folder.checkpoints, keeping: Retention(last: 1)), log: folder.log,
      badSteps: folder.path + "/bad-steps",
      record: TrainingRecord(
        position: .start, settings: try settings.yaml(), categories: sampler.categories,
        toolVersion: Version.current))
    session.unit = "frames"
    return session
  }

  private func announce(_ network: Network, _ source: String?, _ sampler: LabelledFrameSampler) {
    context.display.say(
      "\(remark(on: source)) on \(network.device.name): \(settings.finetuning.layers) of "
        + "\(network.architecture.name), \(sampler.count) frames of \(sampler.videos.count) videos in "
        + "\(sampler.categories.count) categories, "
        + settings.finetuning.trainer.epochsSentence(of: sampler.count, "frames"))
  }

  // MARK: Scoring

  private func score(
    _ predictions: Predictions, of heldOut: EvaluationSet, sampler: LabelledFrameSampler,
    notes: [String: EvaluationRecord.Value]
  ) -> SupervisedEvaluation {
    let own: [String: EvaluationRecord.Value] = [
      "from": .text(settings.finetuning.from), "layers": .text(settings.finetuning.layers),
      "training_frames": .integer(sampler.count), "seed": .integer(Int(clamping: settings.seed)),
      "version": .text(Version.current),
    ]
    return SupervisedEvaluation(
      predictions, truth: truth(of: heldOut, sampler.categories),
      videoOfRow: heldOut.frames.map(\.video), videos: heldOut.videos.count,
      trainingTruth: (0..<sampler.count).map { sampler.example($0, ofEpoch: 0).label },
      categories: sampler.categories, settings: own.merging(notes) { _, note in note })
  }

  private func truth(of heldOut: EvaluationSet, _ categories: [String]) -> [Int] {
    let numbers = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
    return heldOut.frames.map { numbers[heldOut.videos[$0.video].category] ?? 0 }
  }

  /// Writes all files, `metrics.json` last: if it exists, all files are complete.
  private func write(
    _ evaluation: SupervisedEvaluation, _ predictions: Predictions, of heldOut: EvaluationSet,
    remark: String
  ) throws {
    let categories = evaluation.categories
    try PredictionsTable(frames: heldOut, predictions: predictions, categories: categories)
      .write(to: folder.predictions)
    let confusion = ConfusionMatrix(
      categories: categories, truth: truth(of: heldOut, categories), predicted: predictions.first)
    try confusion.write(to: folder.confusion)
    let figure = try ConfusionFigure(
      categories: categories, counts: confusion.counts,
      title: [
        "\(settings.collectionName) · what the fine-tuned network takes the "
          + "\(evaluation.frames) \(evaluation.isHeldOut ? "held-out" : "training") frames for",
        evaluation.sentence, remark,
      ])
    try figure.write(png: folder.confusionFigure + ".png")
    try figure.write(svg: folder.confusionFigure + ".svg")
    try JSONFile.write(evaluation, to: folder.metrics)
  }
}
