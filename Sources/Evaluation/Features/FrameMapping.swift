import Basics
import Numerics

/// Draws the map: gives every frame a position so that frames with similar features are near each other.
package struct FrameMapping {
  private let perplexity: Double
  private let seed: UInt64
  private let threads: Int
  private let context: RunContext

  /// How many principal components t-SNE computes its distances in.
  ///
  /// Van der Maaten and Hinton 2008, section 4.2, have 30.
  static let components = 50

  /// Creates a mapping.
  ///
  /// - Parameters:
  ///   - perplexity: about how many neighbours decide a frame's position.
  ///   - seed: the seed of the principal components and of t-SNE.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - context: receives progress, and can cancel the work.
  package init(perplexity: Double, seed: UInt64, threads: Int, in context: RunContext) {
    (self.perplexity, self.seed, self.threads, self.context) = (perplexity, seed, threads, context)
  }

  /// Computes the positions.
  ///
  /// - Parameters:
  ///   - features: one row for every frame.
  ///   - earlier: the positions on another map, to begin with; what is alike there stays in its place.
  /// - Returns: one position for every frame.
  /// - Throws: `TensorError`, `NumericsError`, `CancellationError`.
  package func positions(
    of features: Features, from earlier: [SIMD2<Float>]? = nil
  ) throws -> [SIMD2<Float>] {
    let components = try PrincipalComponents(Self.components, of: features, seed: seed).projected
    let map = try TSNE(perplexity: perplexity, seed: seed).embed(
      components, initial: earlier.map(Self.small), threads: threads,
      progress: {
        context.display.show("drawing the map", done: $0, of: $1, unit: "iterations")
      },
      isCancelled: context.isCancelled)
    if map.neighbourRecall < 1 {
      let share = (map.neighbourRecall * 1000).rounded() / 10
      context.display.say(
        "the map of \(components.rows) frames uses an index that finds \(share) % of the nearest neighbours"
      )
    }
    return map.positions
  }

  /// Scales positions to a standard deviation of 1e-4 along x, as t-SNE begins with.
  ///
  /// From large distances t-SNE's gradients would be too weak to move anything (Kobak and Berens 2019, "The art of
  /// using t-SNE for single-cell transcriptomics").
  private static func small(_ positions: [SIMD2<Float>]) -> [SIMD2<Float>] {
    let count = Float(max(positions.count, 1))
    let mean = positions.reduce(.zero, +) / count
    let variance = positions.reduce(Float(0)) { $0 + ($1.x - mean.x) * ($1.x - mean.x) } / count
    guard variance > 0 else { return positions.map { $0 - mean } }
    return positions.map { ($0 - mean) * (1e-4 / variance.squareRoot()) }
  }
}
