import Tensors

/// Lloyd's algorithm (1957, published 1982) on one set of rows; ``CentreBounds`` leave out what can't change.
///
/// All starts go on together, because reading the rows takes longer than computing with them.
struct Lloyd {
  /// The rows.
  let rows: LentRows
  /// Every row's weight.
  let weights: [Double]
  /// The largest number of iterations.
  let iterationLimit: Int
  /// A share of the mean variance, as in ``KMeans/tolerance``.
  let tolerance: Double
  /// The number of threads for what LibTorch does not compute.
  let threads: Int

  /// The result of one start.
  struct Result {
    /// The number of every row's cluster.
    var assignments: [Int]
    /// The clusters' centres, a row each.
    var centres: Features
    /// The weighted sum of the rows' squared distances to their centres.
    var inertia: Double
    /// The number of iterations.
    var iterations: Int
  }

  private var features: Features { rows.features }

  /// Moves every centre to the mean of the rows nearest to it, until nothing changes.
  ///
  /// - Parameters:
  ///   - seeds: the first centres of every start, clusters × dimension.
  ///   - progress: called with the number of finished starts when it has grown.
  ///   - isCancelled: called before every iteration; true stops all starts.
  /// - Returns: the clusters after the last iteration of every start.
  /// - Throws: `TensorError` or `CancellationError`.
  /// - Complexity: O(starts × iterations × rows × clusters × dimension) time; 4 bytes for each start, row and cluster.
  func run(
    from seeds: [[Double]], progress: (_ startsDone: Int) -> Void = { _ in },
    isCancelled: () -> Bool
  ) throws -> [Result] {
    let dimension = features.dimension
    let clusters = (seeds.first?.count ?? 0) / max(dimension, 1)
    let numbers = Double(max(features.rows * dimension, 1))
    let limits = LloydStart.Limits(
      iterations: iterationLimit,
      shift: tolerance * rows.moments.squaredLengths.reduce(0, +) / numbers)
    var starts = seeds.map {
      LloydStart(centres: $0, features: features, weights: weights, limits: limits)
    }
    var bounds = CentreBounds(rows: features.rows, starts: starts.count, centres: clusters)
    var inDoubt = bounds.everything
    var moving = Array(starts.indices)
    while true {
      if isCancelled() { throw CancellationError() }
      try measure(inDoubt, of: moving, from: moving.flatMap { starts[$0].centres }, into: &bounds)
      var shifts: [Double] = []
      for start in moving {
        let own = starts[start].advance(
          to: bounds.nearest(in: start), limits: limits, threads: threads)
        if !starts[start].hasEnded { shifts += own }
      }
      let left = moving.filter { !starts[$0].hasEnded }
      if left.count < moving.count { progress(starts.count - left.count) }
      moving = left
      if moving.isEmpty { break }
      inDoubt = bounds.move(by: shifts.map { $0.squareRoot() }, in: moving, threads: threads)
    }
    return starts.map { start in
      let centres = Features(
        rows: clusters, dimension: dimension, values: start.centres.map(Float.init))
      return Result(
        assignments: start.assignments, centres: centres,
        inertia: inertia(start.assignments, centres: centres), iterations: start.iterations)
    }
  }

  /// From this share of all distances on, a matrix product computes them faster than single products.
  private static let shareForMatrix = 0.2

  /// Computes the distances from centres that are in doubt.
  ///
  /// - Parameters:
  ///   - inDoubt: what is in doubt.
  ///   - starts: the numbers of the starts that the centres belong to.
  ///   - centres: the centres of these starts, starts × clusters × dimension.
  ///   - bounds: takes the distances.
  private func measure(
    _ inDoubt: CentreBounds.Doubt, of starts: [Int], from centres: [Double],
    into bounds: inout CentreBounds
  ) throws {
    let (dimension, mean) = (features.dimension, rows.moments.mean)
    let centred: [Float] = filled(
      centres.count, with: 0, stretch: max(dimension, 1), threads: threads
    ) { range, centred in
      for place in range {
        centred[place] = Float(centres[place] - Double(mean[place - range.lowerBound]))
      }
    }
    let count = centres.count / max(dimension, 1)
    let lengths = CentreBounds.SquaredLengths(
      rows: rows.moments.squaredLengths, mean: rows.moments.squaredLengthOfMean,
      centres: filled(count, with: 0, stretch: 1, threads: threads) { range, lengths in
        let vector = centred[range.lowerBound * dimension..<range.upperBound * dimension]
        lengths[range.lowerBound] = vector.reduce(0) { $0 + Double($1) * Double($1) }
      })
    let isMuch = Double(inDoubt.distances) > Self.shareForMatrix * Double(features.rows * count)
    guard isMuch || !rows.isOnProcessor else {
      rows.withSingleProducts(with: centred) {
        bounds.measure(inDoubt, of: starts, lengths: lengths, threads: threads, by: $0)
      }
      return
    }
    let vectors = try Tensor(centred, shape: [count, dimension])
    try withoutGradients {
      try rows.forEachBlockOfProducts(of: inDoubt.rows, with: vectors) { block, products in
        bounds.take(
          block, products: try products.floats(), of: starts, lengths: lengths, threads: threads)
      }
    }
  }

  /// Computes the weighted sum of the rows' squared distances to their centres.
  private func inertia(_ assignments: [Int], centres: Features) -> Double {
    let features = features
    let dimension = features.dimension
    let distances = filled(features.rows, with: 0.0, stretch: 256, threads: threads) {
      range, distances in
      features.withRows { rows in
        centres.withRows { centres in
          guard let rows, let centres else { return }
          for row in range {
            distances[row] = squaredDistance(
              rows + row * dimension, centres + assignments[row] * dimension, count: dimension)
          }
        }
      }
    }
    return zip(distances, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
