import Basics
import Datasets
import Foundation
import Networks
import Numerics
import Tensors
import Training
import Videos

/// The checkpoint and the layer that an evaluation takes its features from.
public struct CheckpointSelection {
  /// Features that were compared to choose among them, as `metrics.json` lists them under `judged`.
  public struct Candidate: Codable, Equatable, Sendable {
    /// The checkpoint's file name.
    public var checkpoint: String
    /// The layer that they come from.
    public var layer: String
    /// What is known of them without labels.
    public var labelFree: LabelFreeMetrics
    /// ``LabelFreeMetrics/score``, by which they are chosen.
    public var score: Double

    /// Names features that were compared.
    public init(checkpoint: String, layer: String, labelFree: LabelFreeMetrics) {
      (self.checkpoint, self.layer, self.labelFree) = (checkpoint, layer, labelFree)
      score = labelFree.score
    }

    enum CodingKeys: String, CodingKey {
      case checkpoint, layer, score
      case labelFree = "judgement"
    }
  }

  /// The checkpoint's path.
  public let checkpoint: String
  /// The layer's name.
  public let layer: String
  /// What was compared, first checkpoints, then layers; nothing where the settings name both.
  public let candidates: [Candidate]

  /// Finds what the settings name. What they leave open is chosen by label-free metrics of training
  /// frames.
  ///
  /// - Parameters:
  ///   - folder: the run's checkpoints.
  ///   - settings: which checkpoint and which layer.
  ///   - evaluator: measures features without labels.
  ///   - precision: the numbers that the network computes in.
  ///   - context: where progress goes and who may stop it.
  /// - Throws: `CheckpointError`, `CancellationError`, and what reading or computing threw.
  public init(
    from folder: CheckpointFolder, settings: EvaluationSettings,
    evaluator: @autoclosure () -> LabelFreeEvaluator, precision: Precision, in context: RunContext
  ) throws {
    guard let latest = try folder.latest() else {
      throw CheckpointError.none(folder: folder.path)
    }
    var (checkpoint, layer) = (latest, settings.namedLayer)
    if case .number(let epoch) = settings.checkpoint {
      checkpoint = try folder.checkpoint(ofEpoch: epoch)
    }
    var candidates: [Candidate] = []
    if settings.checkpoint == .automatic || settings.choosesLayer {
      let evaluator = evaluator()
      func measure(_ path: String, _ layers: [String]) throws -> [Candidate] {
        let network = try Checkpoint.network(from: path, precision: precision)
        return try layers.map { layer in
          Candidate(
            checkpoint: (path as NSString).lastPathComponent, layer: layer,
            labelFree: try evaluator.measure(network, layer: layer))
        }
      }
      if settings.checkpoint == .automatic {
        candidates = try Self.whole(folder, context).flatMap { try measure($0, [layer]) }
        checkpoint = folder.path + "/" + (Self.best(of: candidates)?.checkpoint ?? checkpoint)
      }
      if settings.choosesLayer {
        let found = try measure(
          checkpoint, Checkpoint.architecture(of: checkpoint).candidateLayers)
        candidates += found
        layer = Self.best(of: found)?.layer ?? layer
      }
    }
    (self.checkpoint, self.layer, self.candidates) = (checkpoint, layer, candidates)
  }

  /// The checkpoints that are whole; others are named and passed over.
  private static func whole(_ folder: CheckpointFolder, _ context: RunContext) -> [String] {
    folder.all().filter { path in
      do {
        try Checkpoint.check(path)
        return true
      } catch {
        context.display.say("\(error)")
        return false
      }
    }
  }

  /// The candidate of the highest score, the last of equals.
  private static func best(of candidates: [Candidate]) -> Candidate? {
    candidates.reduce(nil) { best, next in
      guard let best, best.score > next.score else { return next }
      return best
    }
  }
}

extension Checkpoint {
  /// Reads a checkpoint's network.
  ///
  /// - Parameters:
  ///   - path: the checkpoint.
  ///   - precision: the numbers to compute in.
  /// - Throws: `CheckpointError`, `HDF5Error`, `TensorError`.
  public static func network(
    from path: String, precision: Precision = .float32
  ) throws -> Network {
    try Network(
      Checkpoint.architecture(of: path), weights: Checkpoint(reading: path).weights,
      precision: precision, on: .best)
  }
}
