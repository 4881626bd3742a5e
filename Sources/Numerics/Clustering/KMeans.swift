import Basics
import Tensors

/// K-means: Lloyd's algorithm from k-means++ seeds, the best of several starts.
///
/// As scikit-learn's `KMeans(algorithm="lloyd")`, of which the rules for seeds, empty clusters and
/// convergence are taken: centres that no longer move by more than ``tolerance``, or assignments
/// that no longer change, end a start.
package struct KMeans: Sendable {
  /// The number of clusters.
  package var clusters: Int
  /// How many times to start from new seeds; the lowest inertia is kept.
  package var starts: Int
  /// The most iterations a start may take.
  package var iterationLimit: Int
  /// How little the centres may move, squared, as a share of the features' mean variance.
  package var tolerance: Double
  /// What the result is a function of, beside the rows (and LibTorch's number of threads).
  package var seed: UInt64

  /// Sets how to cluster; defaults are scikit-learn's, but for ten starts instead of one.
  package init(
    clusters: Int, starts: Int = 10, iterationLimit: Int = 300, tolerance: Double = 1e-4,
    seed: UInt64
  ) {
    self.clusters = clusters
    self.starts = starts
    self.iterationLimit = iterationLimit
    self.tolerance = tolerance
    self.seed = seed
  }

  /// Clusters rows.
  ///
  /// - Parameters:
  ///   - features: the rows, all of which are used.
  ///   - weights: how much every row counts; 1 each if left out.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - progress: told after every start how many are done.
  ///   - isCancelled: asked before every iteration whether to stop.
  /// - Throws: ``NumericsError``, `TensorError`, or `CancellationError`.
  /// - Complexity: O(starts × iterations × rows × clusters × dimension) time; 128 MiB and a few
  ///   numbers a row and start beside the features.
  package func cluster(
    _ features: Features, weights: [Double]? = nil, threads: Int = LibTorch.threads,
    progress: (_ startsDone: Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws -> Clustering {
    try withLloyd(features, weights: weights, threads: threads) { lloyd in
      var best: (result: Lloyd.Result, start: Int)?
      let seeds = try lloyd.seeds(clusters, generators: generators, isCancelled: isCancelled)
      for (start, rows) in seeds.enumerated() {
        let centres = rows.flatMap { features[$0].map(Double.init) }
        let result = try lloyd.run(from: centres, isCancelled: isCancelled)
        if best.map({ result.inertia < $0.result.inertia }) ?? true { best = (result, start) }
        progress(start + 1)
      }
      guard let best else { preconditionFailure("at least one start is made") }
      return Clustering(best.result, start: best.start)
    }
  }

  /// Clusters rows from given centres, once.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - centres: where the centres begin, a row each; their number is that of the clusters.
  ///   - weights: how much every row counts; 1 each if left out.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: ``NumericsError`` or `TensorError`.
  package func cluster(
    _ features: Features, from centres: Features, weights: [Double]? = nil,
    threads: Int = LibTorch.threads
  ) throws -> Clustering {
    guard centres.dimension == features.dimension else {
      throw NumericsError.dimensions(expected: features.dimension, found: centres.dimension)
    }
    precondition(centres.rows == clusters, "every cluster needs a centre")
    return try withLloyd(features, weights: weights, threads: threads) { lloyd in
      let result = try lloyd.run(from: centres.values.map(Double.init), isCancelled: { false })
      return Clustering(result, start: 0)
    }
  }

  /// The rows that every start begins from, as ``cluster(_:weights:threads:progress:isCancelled:)``
  /// takes them.
  package func seeds(of features: Features) throws -> [[Int]] {
    try withLloyd(features, weights: nil, threads: LibTorch.threads) {
      try $0.seeds(clusters, generators: generators)
    }
  }

  /// A stream of draws for each start, whatever the number of starts.
  private var generators: [SeededGenerator] {
    (0..<max(starts, 1)).map { SeededGenerator(seed: seed, path: UInt64($0)) }
  }

  private func withLloyd<Result>(
    _ features: Features, weights: [Double]?, threads: Int, _ body: (Lloyd) throws -> Result
  ) throws -> Result {
    guard clusters >= 1, clusters <= features.rows else {
      throw NumericsError.clusterCount(clusters: clusters, rows: features.rows)
    }
    try features.checkFinite(threads: threads)
    let weights = weights ?? [Double](repeating: 1, count: features.rows)
    precondition(weights.count == features.rows, "every row needs a weight")
    return try Tensor.withLent(features.values, shape: [features.rows, features.dimension]) {
      try body(
        Lloyd(
          rows: ClusteredRows(features, lent: $0, threads: threads), weights: weights,
          iterationLimit: iterationLimit, tolerance: tolerance, threads: threads))
    }
  }
}
