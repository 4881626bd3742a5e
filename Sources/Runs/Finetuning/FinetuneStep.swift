import Basics
import Datasets
import Discovery
import Foundation
import Networks
import Reports
import Tensors
import Tracking
import Training
import Videos

/// After the unsupervised part: goes on with the learned weights and the videos' categories.
///
/// A softmax on a new linear layer in place of the last normalisation, trained on the training videos'
/// frames and scored on the held-out ones' (thesis, named as a next step).
public struct FinetuneStep {
  private let run: RunFolder
  private let folder: FinetuningFolder
  private let settings: Settings
  private let surroundings: Surroundings

  /// Names the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder, with a split and, unless it begins untrained, a checkpoint.
  ///   - folder: where its results go.
  ///   - settings: the run's settings.
  ///   - surroundings: where progress goes and who may stop it.
  /// - Throws: ``SettingsError``, ``FinetuningError``.
  public init(
    _ run: RunFolder, into folder: FinetuningFolder, settings: Settings,
    in surroundings: Surroundings
  ) throws {
    try settings.validate()
    guard !Folder.isFile(folder.path + "/split.csv") else {
      throw FinetuningError.runItself(path: folder.path)
    }
    (self.run, self.folder, self.settings) = (run, folder, settings)
    self.surroundings = surroundings
  }

  /// Trains, from where it was if it was begun, and scores.
  ///
  /// - Returns: how often the classifier is right, which also lies in `metrics.json`.
  /// - Throws: what the store, the videos, the network or the disk threw; `CancellationError` if it
  ///   was stopped, with a checkpoint of the last step written.
  @discardableResult
  public func callAsFunction() throws -> SupervisedEvaluation {
    let split = try SplitTable(reading: run.split)
    let store = try FrameStore(path: run.frames(of: settings))
    let videos = try store.videos()
    let (trained, tested) = (Set(split.training), Set(split.test))
    let sampler = try LabelledFrameSampler(
      videos: videos.filter { trained.contains($0.name) }, seed: settings.seed)
    let heldOut = EvaluatedFrames(of: videos.filter { tested.contains($0.name) })
    if let unknown = heldOut.videos.first(where: { !sampler.categories.contains($0.category) }) {
      throw FinetuningError.unknownCategory(unknown.category)
    }
    try LibTorch.setThreads(settings.threads)
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let start = try FinetuningStart(run, folder, settings, categories: sampler.categories)
    let held = try begin()
    let trainer = try withExtendedLifetime(held) { try train(start, on: sampler, from: store) }
    let source = FrameSource(store: store, side: trainer.network.architecture.inputSide)
    let found = try FeatureExtraction(source: source, frames: heldOut, surroundings: surroundings)
      .features(
        of: trainer.network, layer: Architecture.classifier, title: "classifying held-out frames")
    return try score(
      Predictions(logits: found), of: heldOut, sampler: sampler, start: start,
      position: trainer.position, isHeldOut: split.isHeldOut)
  }

  private func begin() throws -> FileLock {
    try Folder.create(folder.path)
    guard let held = try FileLock(folder.lock) else {
      throw RunError.busy(path: folder.path, process: FileLock.holder(of: folder.lock))
    }
    try folder.checkpoints.removeLeftovers()
    try DurableFile.write(settings.yaml(), to: folder.config)
    return held
  }

  private func train(
    _ start: FinetuningStart, on sampler: LabelledFrameSampler, from store: FrameStore
  ) throws -> Trainer {
    let training = settings.finetuning.trainer
    let network = start.network
    surroundings.display.say(
      "\(start.remark) on \(network.device.name): \(settings.finetuning.layers) of "
        + "\(network.architecture.name), \(sampler.count) frames of \(sampler.videos.count) videos in "
        + "\(sampler.categories.count) categories")
    let sinks: [any TrainingSink] = [
      try JSONLinesSink(folder.log, continuingAfter: start.position.step),
      ConsoleSink(
        surroundings.display, steps: training.steps(of: sampler.count),
        epochs: training.epochs(of: sampler.count), unit: "frames"),
    ]
    defer { for failure in sinks.compactMap(\.failure) { surroundings.display.say(failure) } }
    let trainer = Trainer(
      network: network, optimiser: start.optimiser, position: start.position,
      history: start.history, settings: training, sampler: sampler, objective: SoftmaxObjective(),
      source: FrameSource(store: store, side: network.architecture.inputSide), sinks: sinks)
    let yaml = try settings.yaml()
    var around = Trainer.Surroundings { trainer in
      let record = TrainingRecord(
        position: trainer.position, history: trainer.history, settings: yaml,
        categories: sampler.categories, toolVersion: Version.current)
      return try folder.checkpoints.add(trainer.position, keeping: Retention(last: 1)) { path in
        try Checkpoint.write(
          to: path, network: trainer.network, optimiser: trainer.optimiser, record: record)
      }
    }
    around.isCancelled = surroundings.isCancelled
    around.keep = { bad in
      try BadStepFile(bad, of: sampler.videos, in: store).write(into: folder.path + "/bad-steps")
    }
    try trainer.train(in: around)
    return trainer
  }

  /// Scores, and writes everything; `metrics.json` last, so that it is there only when all is.
  private func score(
    _ predictions: Predictions, of heldOut: EvaluatedFrames, sampler: LabelledFrameSampler,
    start: FinetuningStart, position: TrainingPosition, isHeldOut: Bool
  ) throws -> SupervisedEvaluation {
    let categories = sampler.categories
    let numbers = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
    let truth = heldOut.frames.map { numbers[heldOut.videos[$0.video].category] ?? 0 }
    let evaluation = SupervisedEvaluation(
      predictions, truth: truth, videoOfRow: heldOut.frames.map(\.video),
      videos: heldOut.videos.count,
      trainingTruth: (0..<sampler.count).map { sampler.example($0, ofEpoch: 0).label },
      categories: categories,
      settings: [
        "checkpoint": .text(start.checkpoint ?? "none"), "held_out": .flag(isHeldOut),
        "from": .text(settings.finetuning.from), "layers": .text(settings.finetuning.layers),
        "epochs": .integer(position.epoch), "steps": .integer(position.step),
        "training_frames": .integer(sampler.count), "seed": .integer(Int(clamping: settings.seed)),
        "version": .text(Version.current),
      ])
    try PredictionsTable(frames: heldOut, predictions: predictions, categories: categories)
      .write(to: folder.predictions)
    let confusion = ConfusionMatrix(
      categories: categories, truth: truth, predicted: predictions.first)
    try confusion.write(to: folder.confusion)
    let figure = try ConfusionFigure(
      categories: categories, counts: confusion.counts,
      title: [
        "\(settings.collectionName) · what the fine-tuned network takes the "
          + "\(evaluation.frames) held-out frames for", evaluation.sentence, start.remark,
      ])
    try figure.write(png: folder.confusionFigure + ".png")
    try figure.write(svg: folder.confusionFigure + ".svg")
    try DurableFile.write(try evaluation.json(), to: folder.metrics)
    surroundings.display.endLine()
    return evaluation
  }
}
