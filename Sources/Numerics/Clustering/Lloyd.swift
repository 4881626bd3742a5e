import Tensors

/// Lloyd's algorithm (1957, published 1982) on one set of rows.
struct Lloyd {
  let rows: LentRows
  /// Every row's weight.
  let weights: [Double]
  let iterationLimit: Int
  /// A share of the mean variance, as in ``KMeans/tolerance``.
  let tolerance: Double
  let threads: Int

  /// The result of one run.
  struct Result {
    var assignments: [Int]
    var centres: Features
    var inertia: Double
    var iterations: Int
  }

  private var features: Features { rows.features }

  /// Moves every centre to the mean of the rows nearest to it, until nothing changes.
  ///
  /// - Parameters:
  ///   - start: the first centres, clusters × dimension.
  ///   - isCancelled: called before every iteration; true stops the run.
  /// - Returns: the clusters after the last iteration.
  /// - Throws: `TensorError` or `CancellationError`.
  /// - Complexity: O(iterations × rows × clusters × dimension).
  func run(from start: [Double], isCancelled: () -> Bool) throws -> Result {
    let clusters = start.count / max(features.dimension, 1)
    let numbers = Double(max(features.rows * features.dimension, 1))
    let leastShift = tolerance * rows.moments.squaredLengths.reduce(0, +) / numbers
    var sums = ClusterSums(clusters: clusters, features: features, weights: weights)
    var centres = start
    var assignments = [Int](repeating: ClusterSums.noCluster, count: features.rows)
    var iterations = 0
    var isStrict = false
    while iterations < iterationLimit, !isStrict {
      if isCancelled() { throw CancellationError() }
      iterations += 1
      let nearest = try nearestCentres(centres)
      sums.move(from: assignments, to: nearest, threads: threads)
      isStrict = nearest == assignments
      assignments = nearest
      let means = sums.means(assignments: assignments, centres: centres)
      let shift = zip(means, centres).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      centres = means
      if shift <= leastShift { break }
    }
    if !isStrict { assignments = try nearestCentres(centres) }
    let found = Features(
      rows: clusters, dimension: features.dimension, values: centres.map(Float.init))
    return Result(
      assignments: assignments, centres: found,
      inertia: inertia(assignments, centres: found), iterations: iterations)
  }

  /// Finds every row's nearest centre; of equally near centres the one with the lowest number.
  private func nearestCentres(_ centres: [Double]) throws -> [Int] {
    let dimension = features.dimension
    let count = centres.count / max(dimension, 1)
    let centred = centres.indices.map {
      Float(centres[$0] - Double(rows.moments.mean[$0 % dimension]))
    }
    // ‖c‖² / 2 − x·c is half the squared distance without ‖x‖² / 2, which all centres share.
    let halves = (0..<count).map { cluster in
      centred[cluster * dimension..<(cluster + 1) * dimension]
        .reduce(0) { $0 + Double($1) * Double($1) } / 2
    }.map(Float.init)
    let vectors = try Tensor(centred, shape: [count, dimension])
    var nearest = [Int](repeating: 0, count: features.rows)
    try withoutGradients {
      try rows.forEachBlockOfProducts(with: vectors) { block, products in
        let products = try products.floats()
        for row in block {
          let offset = (row - block.lowerBound) * count
          var least = Float.infinity
          for cluster in 0..<count where halves[cluster] - products[offset + cluster] < least {
            least = halves[cluster] - products[offset + cluster]
            nearest[row] = cluster
          }
        }
      }
    }
    return nearest
  }

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

/// The rows of a clustering, used in place, with products as if their mean were subtracted.
///
/// For rows x, vectors v and the mean m, (x − m)·(v − m) = x·(v − m) − m·(v − m). This saves the
/// time and the memory of a centred copy (``CentredRows``). In 32 bits its rounding error is
/// |m| / |x − m| times that of a copy, which is as large as the rounding error of the rows
/// themselves.
struct LentRows {
  let features: Features
  let moments: RowMoments
  private let tensor: Tensor

  /// Computes the mean of rows.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - lent: the same numbers, rows × dimension; they must live as long as this value.
  ///   - threads: the number of threads.
  init(_ features: Features, lent: Tensor, threads: Int) {
    self.features = features
    moments = RowMoments(features, threads: threads)
    tensor = lent
  }

  /// Copies some rows and subtracts the mean.
  func centredRows(_ numbers: [Int]) throws -> Tensor {
    let rows = try tensor.rows(numbers)
    try rows.add(Tensor(moments.mean), times: -1)
    return rows
  }

  /// Computes the centred rows' products with centred vectors, in blocks of rows.
  ///
  /// - Parameters:
  ///   - vectors: count × dimension, with the mean subtracted.
  ///   - body: gets a block's rows and their products, block × count.
  func forEachBlockOfProducts(
    with vectors: Tensor, _ body: (Range<Int>, Tensor) throws -> Void
  ) throws {
    let products = try products(ofMeanWith: vectors)
    try tensor.forEachBlockOfProducts(with: vectors) { rows, found in
      try found.add(products, times: -1)
      try body(rows, found)
    }
  }

  /// Computes the centred rows' products with a few centred vectors at once, rows × count.
  func products(withFew vectors: Tensor) throws -> Tensor {
    let found = try tensor.products(withFew: vectors)
    try found.add(products(ofMeanWith: vectors), times: -1)
    return found
  }

  /// m·(v − m) of every vector.
  private func products(ofMeanWith vectors: Tensor) throws -> Tensor {
    let dimension = features.dimension
    let numbers = try vectors.floats()
    return try Tensor(
      stride(from: 0, to: numbers.count, by: max(dimension, 1)).map { start in
        Float(
          (0..<dimension).reduce(0.0) {
            $0 + Double(moments.mean[$1]) * Double(numbers[start + $1])
          })
      })
  }
}
