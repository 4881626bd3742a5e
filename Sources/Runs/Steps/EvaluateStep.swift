import Basics
import Datasets
import Discovery
import Foundation
import Tensors
import Training
import Videos

/// The third step: features of the held-out videos' frames, clusters, metrics, baselines and map.
public struct EvaluateStep {
  private let run: RunFolder
  private let settings: Settings
  private let surroundings: Surroundings

  /// Names the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder, with a checkpoint in it.
  ///   - settings: how to evaluate.
  ///   - surroundings: where progress goes and who may stop it.
  public init(_ run: RunFolder, settings: Settings, in surroundings: Surroundings) {
    self.run = run
    self.settings = settings
    self.surroundings = surroundings
  }

  /// Whether the run was evaluated as the settings ask since its latest checkpoint.
  public func isFinished() throws -> Bool {
    guard Folder.isFile(run.evaluationMetrics), let latest = try run.checkpoints.latest() else {
      return false
    }
    let found = try Evaluation(contentsOf: run.evaluationMetrics)
    return found.settings.others["asked_for"] == request.text(latest: latest)
  }

  /// Evaluates the run.
  ///
  /// - Returns: what was found, which also lies in `metrics.json`.
  /// - Throws: what the store, the checkpoint, the numbers or the disk threw; `CancellationError` if it
  ///   was stopped. `metrics.json` is written last, so that it is there only when all is.
  @discardableResult
  public func callAsFunction() throws -> Evaluation {
    try LibTorch.setThreads(settings.threads)
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let store = try FrameStore(path: run.frames(of: settings))
    let split = try SplitTable(reading: run.split)
    let tested = Set(split.test)
    let videos = try store.videos()
    let frames = EvaluatedFrames(of: videos.filter { tested.contains($0.name) })
    let trained = Set(split.training)
    let training = videos.filter { trained.contains($0.name) }
    let probing =
      split.isHeldOut
      ? ProbeWork(training: training, heldOut: frames, settings: settings, in: surroundings) : nil
    let choice = try FeatureChoice(
      run, settings: settings, videos: training, store: store, in: surroundings)
    let compared = try ComparedFeatures(
      choice, store: store, settings: settings, in: surroundings)
    var evaluate = KindEvaluation(
      compared: compared, frames: frames, clusters: request.clusters(for: frames), probing: probing,
      settings: settings, surroundings: surroundings)
    let network = try LearnedMotion(run, settings)
    let motion = try SeenMotion(of: frames.videos, in: store, by: network)
    let own = try OwnEvaluation(
      of: OwnFeatures(
        compared, of: frames, motion: motion,
        shown: probing.map {
          ($0.shown, try SeenMotion(of: $0.shown.videos, in: store, by: network))
        }, settings: settings),
      by: evaluate, keptIn: run)
    evaluate.clusters = own.clusters
    let videoGroups = VideoGroups(
      frames: frames, clusters: own.clusters, settings: settings, surroundings: surroundings)
    let grouping = try videoGroups.grouping(own.videos)
    let baselines = Baselines(
      try BaselineEvaluation(
        evaluate: evaluate, videoGroups: videoGroups, motion: motion?.stored)(),
      permutedLabels: own.found.scored.permutedScores(seed: settings.seed))
    try FramesTable(
      frames, clusters: own.found.clustering.assignments, places: map(own.components)
    ).write(to: run.evaluationFrames)
    var evaluation = Evaluation(
      own.found.clustering, scored: own.found.scored, baselines: baselines,
      settings: try request.record(
        choice, of: run, clusters: own.clusters, isHeldOut: split.isHeldOut))
    evaluation.scores = own.found.scores
    (evaluation.frameEvidence, evaluation.frameScores) = (own.evidence, own.scores)
    evaluation.judgement = own.judgement
    evaluation.judged = choice.judged.isEmpty ? nil : choice.judged
    evaluation.clusterCounts = own.found.count?.tried
    try videoGroups.take(grouping, into: &evaluation, table: run.evaluationVideos)
    try keep(own.found.probed?.confusion)
    try evaluation.write(to: run.evaluationMetrics)
    surroundings.display.endLine()
    if let sentence = evaluation.groupingSentence { surroundings.display.say(sentence) }
    surroundings.display.say(own.judgement.sentence)
    return evaluation
  }

  /// Writes the confusion matrix, or removes the one of an evaluation before.
  private func keep(_ confusion: ConfusionMatrix?) throws {
    guard let confusion else { return try Folder.remove(run.confusion) }
    try confusion.write(to: run.confusion)
  }

  private var request: EvaluationRequest { EvaluationRequest(settings) }

  private func map(_ components: Features) throws -> Embedding {
    let tsne = TSNE(perplexity: settings.evaluation.perplexity, seed: settings.seed)
    let embedding = try tsne.embed(
      components, threads: settings.threads,
      progress: {
        surroundings.display.show("drawing the map", done: $0, of: $1, unit: "iterations")
      },
      isCancelled: surroundings.isCancelled)
    if embedding.neighbourRecall < 1 {
      let share = (embedding.neighbourRecall * 1000).rounded() / 10
      surroundings.display.say(
        "the map of \(components.rows) frames knows \(share) % of their nearest neighbours, by an index"
      )
    }
    return embedding
  }
}
