import Tensors

/// Barnes–Hut t-SNE: an embedding of rows in the plane that keeps near rows near each other.
///
/// The algorithm is that of van der Maaten (2014). The schedule, the gains and the learning rate are
/// those of scikit-learn's `TSNE`, but a run never ends early. The result is a function of the
/// features, the settings and the first positions alone: up to 20 000 rows the same bits for any
/// number of threads, beyond that the same bits for the same number of threads.
public struct TSNE: Sendable {
  /// Roughly the number of neighbours of a row (van der Maaten and Hinton 2008).
  public var perplexity: Double
  /// The largest ratio of a cell's width to its distance at which it counts as one point.
  public var theta: Double
  /// The factor that multiplies the affinities at first, which helps clusters to form.
  public var exaggeration: Double
  /// The number of iterations with exaggeration.
  public var exaggeratedIterations: Int
  /// The number of iterations without exaggeration, which come after.
  public var iterations: Int
  /// The seed of the randomised parts: the principal components of large features
  /// (``PrincipalComponents``), and the index of neighbours.
  public var seed: UInt64

  /// Makes a t-SNE.
  public init(
    perplexity: Double = 30, theta: Double = 0.5, exaggeration: Double = 12,
    exaggeratedIterations: Int = 250, iterations: Int = 750, seed: UInt64
  ) {
    self.perplexity = perplexity
    self.theta = theta
    self.exaggeration = exaggeration
    self.exaggeratedIterations = exaggeratedIterations
    self.iterations = iterations
    self.seed = seed
  }

  /// Embeds rows in the plane.
  ///
  /// - Parameters:
  ///   - features: the rows, best reduced to their first 50 ``PrincipalComponents`` before.
  ///   - initial: every row's first position. If left out, the first two principal components,
  ///     scaled to a standard deviation of 1e-4 along the first.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - progress: called after every iteration with the number of finished iterations and of all.
  ///   - isCancelled: called before every iteration; true stops the computation.
  /// - Returns: the embedding. For fewer than 3 × perplexity + 1 rows the perplexity is lowered to
  ///   (rows − 1) / 3, but not below 1.
  /// - Throws: ``NumericsError/notFinite(row:column:)``, `TensorError`, or `CancellationError`.
  /// - Complexity: for the neighbours O(rows² × dimension), with more than 20 000 rows usually
  ///   O(rows^1.5 × dimension); for an iteration O(rows × (log rows + perplexity)).
  public func embed(
    _ features: Features, initial: [SIMD2<Float>]? = nil, threads: Int = LibTorch.threads,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }, isCancelled: () -> Bool = { false }
  ) throws -> Embedding {
    try features.checkFinite()
    let count = features.rows
    precondition(initial.map { $0.count == count } ?? true, "every row needs a first position")
    let most = max(1, Double(count - 1) / 3)
    let used = min(perplexity, most)
    let rate = max(Double(count) / exaggeration / 4, 50)
    guard count > 1 else {
      return Embedding(
        positions: [SIMD2<Float>](repeating: .zero, count: count), divergence: 0, perplexity: used,
        isPerplexityLowered: used < perplexity, neighbourRecall: 1, learningRate: rate)
    }
    let affinities = try Affinities(
      of: features, perplexity: used, seed: seed, threads: threads, isCancelled: isCancelled)
    let objective = TSNEObjective(affinities: affinities, theta: theta, threads: threads)
    var descent = GradientDescent(from: try initial ?? firstComponents(of: features))
    let total = exaggeratedIterations + iterations
    for iteration in 0..<total {
      if isCancelled() { throw CancellationError() }
      if iteration == exaggeratedIterations { descent.restart() }
      let isEarly = iteration < exaggeratedIterations
      let gradient = objective.gradient(
        at: descent.positions, exaggeration: isEarly ? exaggeration : 1)
      descent.step(gradient, rate: Float(rate), momentum: isEarly ? 0.5 : 0.8)
      progress(iteration + 1, total)
    }
    return Embedding(
      positions: descent.positions, divergence: objective.divergence(at: descent.positions),
      perplexity: used, isPerplexityLowered: used < perplexity, neighbourRecall: affinities.recall,
      learningRate: rate)
  }

  /// The first two principal components, scaled to a standard deviation of 1e-4 along the first.
  private func firstComponents(of features: Features) throws -> [SIMD2<Float>] {
    let projected = try PrincipalComponents(2, of: features, seed: seed).projected
    let places = (0..<features.rows).map { row in
      let components = Array(projected[row])
      return SIMD2(components.first ?? 0, components.count > 1 ? components[1] : 0)
    }
    let sumOfSquares = places.reduce(0.0) { $0 + Double($1.x) * Double($1.x) }
    let deviation = (sumOfSquares / Double(places.count)).squareRoot()
    return deviation > 0 ? places.map { $0 * Float(1e-4 / deviation) } : places
  }
}

/// The result of t-SNE: a position in the plane for every row, and how it was computed.
public struct Embedding: Sendable {
  /// Every row's position, x and y.
  public let positions: [SIMD2<Float>]
  /// The Kullback–Leibler divergence of the final positions, in natural units.
  public let divergence: Double
  /// The perplexity that was used.
  public let perplexity: Double
  /// Whether the perplexity is lower than the one asked for, because there are too few rows.
  public let isPerplexityLowered: Bool
  /// The share of the rows' nearest neighbours that were found: 1 up to 20 000 rows, else as
  /// measured on a sample.
  public let neighbourRecall: Double
  /// The learning rate that was used.
  public let learningRate: Double
}

/// Gradient descent with momentum and a gain for each coordinate (Jacobs 1988), as t-SNE uses it.
private struct GradientDescent {
  private(set) var positions: [SIMD2<Float>]
  private var updates: [SIMD2<Float>]
  private var gains: [SIMD2<Float>]

  init(from positions: [SIMD2<Float>]) {
    self.positions = positions
    updates = [SIMD2<Float>](repeating: .zero, count: positions.count)
    gains = [SIMD2<Float>](repeating: .one, count: positions.count)
  }

  /// Resets momentum and gains, as scikit-learn does when exaggeration ends.
  mutating func restart() {
    self = GradientDescent(from: positions)
  }

  /// Moves every point against its gradient.
  ///
  /// A coordinate's gain rises by 0.2 while the coordinate keeps going downhill. After it has
  /// overshot the minimum, the gain is multiplied by 0.8. It is never below 0.01.
  mutating func step(_ gradient: [SIMD2<Float>], rate: Float, momentum: Float) {
    for index in positions.indices {
      let slope = gradient[index]
      let goesOn = updates[index] * slope .< 0
      let gain = (gains[index] * 0.8).replacing(with: gains[index] + 0.2, where: goesOn)
      gains[index] = gain.clamped(
        lowerBound: SIMD2(repeating: 0.01), upperBound: SIMD2(repeating: .infinity))
      updates[index] = momentum * updates[index] - rate * gains[index] * slope
      positions[index] += updates[index]
    }
  }
}

/// Computes how far neighbours in an embedding are neighbours among the rows (Venna and Kaski 2001).
///
/// The trustworthiness is 1 − 2 / (n k (2n − 3k − 1)) Σ_i Σ_j (r(i, j) − k), where j runs over the k
/// neighbours of i in the embedding that are not among its k nearest rows, and r(i, j) is the rank
/// of j among the rows nearest to i. 1 is best.
///
/// - Parameters:
///   - positions: every row's position in the embedding.
///   - features: the rows.
///   - neighbours: k, less than half the number of rows.
///   - threads: the number of threads for what LibTorch does not compute.
/// - Returns: a number from 0 to 1.
/// - Throws: `TensorError`.
/// - Complexity: O(rows² × dimension).
public func trustworthiness(
  of positions: [SIMD2<Float>], for features: Features, neighbours: Int = 5,
  threads: Int = LibTorch.threads
) throws -> Double {
  let count = features.rows
  precondition(positions.count == count, "every row needs a position")
  precondition(neighbours > 0 && 2 * neighbours < count, "more neighbours than half the rows")
  let plane = Features(rows: count, dimension: 2, values: positions.flatMap { [$0.x, $0.y] })
  let nearby = try NearestNeighbours(neighbours, of: plane, threads: threads).rows
  let penalties = filled(count, with: 0, stretch: 8, threads: threads) { range, penalties in
    for row in range {
      let distances = (0..<count).map { features.squaredDistance(row, $0) }
      for neighbour in nearby[row * neighbours..<(row + 1) * neighbours] {
        let distance = distances[neighbour]
        let nearer = distances.indices.count { other in
          other != row && (distances[other], other) < (distance, neighbour)
        }
        penalties[row] += max(0, nearer + 1 - neighbours)
      }
    }
  }
  let worst = Double(count * neighbours * (2 * count - 3 * neighbours - 1)) / 2
  return 1 - Double(penalties.reduce(0, +)) / worst
}
