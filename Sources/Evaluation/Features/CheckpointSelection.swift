import Basics
import Datasets
import Foundation
import Networks
import Numerics
import Tensors
import Training
import Videos

/// The checkpoint and the layer whose features are evaluated.
public struct CheckpointSelection {
  /// One of the compared checkpoints and layers, as `metrics.json` lists them under `judged`.
  public struct Candidate: Codable, Equatable, Sendable {
    /// The checkpoint's file name.
    public var checkpoint: String
    /// The layer's name.
    public var layer: String
    /// The label-free metrics of the layer's features.
    public var labelFree: LabelFreeMetrics
    /// The label-free score (``LabelFreeMetrics/score``); the candidate with the highest one is chosen.
    public var score: Double

    /// Creates a candidate.
    ///
    /// - Parameters:
    ///   - checkpoint: the checkpoint's file name.
    ///   - layer: the layer's name.
    ///   - labelFree: the label-free metrics of the layer's features.
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
  /// The compared candidates, first checkpoints, then layers; empty if the settings name both.
  public let candidates: [Candidate]

  /// Finds the checkpoint and the layer that the settings name or leave to label-free metrics.
  ///
  /// Label-free metrics are computed on training frames.
  ///
  /// - Parameters:
  ///   - folder: the run's checkpoints.
  ///   - settings: which checkpoint and which layer.
  ///   - evaluator: computes label-free metrics; it is only created if they are needed.
  ///   - precision: the precision that the network computes in.
  ///   - context: receives progress, and can cancel the work.
  /// - Throws: `CheckpointError`, `CancellationError`, and errors of reading or computing.
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

  /// Returns the undamaged checkpoints; damaged ones are reported and skipped.
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

  /// Returns the candidate with the highest score; of equal ones, the last.
  private static func best(of candidates: [Candidate]) -> Candidate? {
    candidates.reduce(nil) { best, next in
      guard let best, best.score > next.score else { return next }
      return best
    }
  }
}

extension Checkpoint {
  /// Reads the network of a checkpoint.
  ///
  /// - Parameters:
  ///   - path: the checkpoint's path.
  ///   - precision: the precision to compute in.
  /// - Throws: `CheckpointError`, `HDF5Error`, `TensorError`.
  public static func network(
    from path: String, precision: Precision = .float32
  ) throws -> Network {
    try Network(
      Checkpoint.architecture(of: path), weights: Checkpoint(reading: path).weights,
      precision: precision, on: .default)
  }
}
