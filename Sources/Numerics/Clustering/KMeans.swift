import Basics
import Tensors

/// K-means: Lloyd's algorithm from k-means++ seeds, the best of several starts.
///
/// The rules for seeds, empty clusters and convergence are those of scikit-learn's
/// `KMeans(algorithm="lloyd")`: a start ends when the assignments no longer change, or when the
/// centres move by no more than ``tolerance``.
public struct KMeans: Sendable {
  /// The number of clusters.
  public var clusters: Int
  /// The number of starts, each from new seeds; the one with the lowest inertia is kept.
  public var starts: Int
  /// The largest number of iterations of a start.
  public var iterationLimit: Int
  /// The sum of the centres' squared movements that counts as none, as a share of the features'
  /// mean variance.
  public var tolerance: Double
  /// The seed of all draws.
  ///
  /// The result is a function of the rows, the seed, the number of starts, and LibTorch's number of threads.
  public var seed: UInt64
  /// So much memory may the starts that go on together take, in bytes; one start takes what it needs.
  package var memoryLimit = 256 << 20

  /// Makes a K-means; the defaults are scikit-learn's, except that there are ten starts.
  public init(
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
  ///   - features: the rows.
  ///   - weights: every row's weight; 1 each if left out.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - progress: called with the number of finished starts, at first 0, and when it has grown.
  ///   - isCancelled: called before every iteration; true stops the computation.
  /// - Returns: the best start's clusters.
  /// - Throws: ``NumericsError``, `TensorError`, or `CancellationError`.
  /// - Complexity: O(starts × iterations × rows × clusters × dimension) time; beside the features
  ///   384 MiB, a few numbers for each row and start, and at least 4 bytes for each row and cluster.
  public func cluster(
    _ features: Features, weights: [Double]? = nil, threads: Int = LibTorch.threads,
    progress: (_ startsDone: Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws -> Clustering {
    try withLloyd(features, weights: weights, threads: threads) { lloyd in
      var best: (result: Lloyd.Result, start: Int)?
      let seeds = try lloyd.seeds(clusters, generators: generators, isCancelled: isCancelled)
      progress(0)
      // A bound for every row and centre; the centres, their sums and copies.
      let bytes = clusters * (4 * features.rows + 40 * features.dimension)
      let together = max(1, memoryLimit / bytes)
      for first in stride(from: 0, to: seeds.count, by: together) {
        let group = seeds[first..<min(first + together, seeds.count)]
        let results = try lloyd.run(
          from: group.map { rows in rows.flatMap { features[$0].map(Double.init) } },
          progress: { progress(first + $0) }, isCancelled: isCancelled)
        for (number, result) in results.enumerated()
        where best.map({ result.inertia < $0.result.inertia }) ?? true {
          best = (result, first + number)
        }
      }
      guard let best else { preconditionFailure("at least one start is made") }
      return Clustering(best.result, start: best.start)
    }
  }

  /// Clusters rows in one start from given centres.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - centres: the first centres, a row for each cluster.
  ///   - weights: every row's weight; 1 each if left out.
  ///   - threads: the number of threads for what LibTorch does not compute.
  /// - Returns: the clusters.
  /// - Throws: ``NumericsError`` or `TensorError`.
  public func cluster(
    _ features: Features, from centres: Features, weights: [Double]? = nil,
    threads: Int = LibTorch.threads
  ) throws -> Clustering {
    guard centres.dimension == features.dimension else {
      throw NumericsError.dimensions(expected: features.dimension, found: centres.dimension)
    }
    precondition(centres.rows == clusters, "every cluster needs a centre")
    return try withLloyd(features, weights: weights, threads: threads) { lloyd in
      let results = try lloyd.run(
        from: [centres.values.map(Double.init)], isCancelled: { false })
      return Clustering(results[0], start: 0)
    }
  }

  /// Picks the rows that every start of
  /// ``cluster(_:weights:threads:progress:isCancelled:)`` begins from.
  ///
  /// - Parameter features: the rows.
  /// - Returns: for each start the numbers of its rows.
  /// - Throws: ``NumericsError`` or `TensorError`.
  public func seeds(of features: Features) throws -> [[Int]] {
    try withLloyd(features, weights: nil, threads: LibTorch.threads) {
      try $0.seeds(clusters, generators: generators)
    }
  }

  /// A generator for each start, independent of the number of starts.
  private var generators: [SeededGenerator] {
    (0..<max(starts, 1)).map { SeededGenerator(seed: seed, path: UInt64($0)) }
  }

  /// Checks the input, and calls a closure with Lloyd's algorithm on the rows.
  private func withLloyd<Result>(
    _ features: Features, weights: [Double]?, threads: Int, _ body: (Lloyd) throws -> Result
  ) throws -> Result {
    precondition(features.dimension > 0, "rows have numbers")
    guard clusters >= 1, clusters <= features.rows else {
      throw NumericsError.clusterCount(clusters: clusters, rows: features.rows)
    }
    try features.checkFinite(threads: threads)
    let weights = weights ?? [Double](repeating: 1, count: features.rows)
    precondition(weights.count == features.rows, "every row needs a weight")
    return try Tensor.withLent(features.values, shape: [features.rows, features.dimension]) {
      try body(
        Lloyd(
          rows: try LentRows(features, lent: $0, threads: threads), weights: weights,
          iterationLimit: iterationLimit, tolerance: tolerance, threads: threads))
    }
  }
}

/// Rows that are divided into clusters.
///
/// Clusters are numbered by size: cluster 0 is the largest.
public struct Clustering: Sendable {
  /// The number of every row's cluster.
  public let assignments: [Int]
  /// The clusters' centres, a row each.
  public let centres: Features
  /// The clusters' numbers of rows; 0 only if there are fewer distinct rows than clusters.
  public let sizes: [Int]
  /// The sum of the rows' squared distances to their centres, multiplied by their weights.
  public let inertia: Double
  /// The number of iterations of the best start.
  public let iterations: Int
  /// The number of the best start, from 0.
  public let start: Int

  /// Numbers the clusters of a result of Lloyd's algorithm by size.
  init(_ result: Lloyd.Result, start: Int) {
    let clusters = result.centres.rows
    var sizes = [Int](repeating: 0, count: clusters)
    for cluster in result.assignments { sizes[cluster] += 1 }
    let order = (0..<clusters).sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    var numbers = [Int](repeating: 0, count: clusters)
    for (number, cluster) in order.enumerated() { numbers[cluster] = number }
    assignments = result.assignments.map { numbers[$0] }
    centres = Features(
      rows: clusters, dimension: result.centres.dimension,
      values: order.flatMap { result.centres[$0] })
    self.sizes = order.map { sizes[$0] }
    inertia = result.inertia
    iterations = result.iterations
    self.start = start
  }
}
