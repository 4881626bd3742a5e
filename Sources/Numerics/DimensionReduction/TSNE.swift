import Tensors

/// t-SNE: an embedding of rows in the plane that keeps near rows near each other.
///
/// The method is that of van der Maaten and Hinton (2008), with the affinities of near rows alone (van der Maaten 2014), and
/// with the repulsion of many rows read from a grid (`GridRepulsion`). The schedule, the gains and the learning rate are
/// those of scikit-learn's `TSNE`, but a run never ends early. The result is a function of the
/// features, the settings and the first positions alone: up to 20 000 rows the same bits for any
/// number of threads, beyond that the same bits for the same number of threads. On a GPU sums have no fixed order, and bits
/// differ from run to run.
public struct TSNE: Sendable {
  /// Roughly the number of neighbours of a row (van der Maaten and Hinton 2008).
  public var perplexity: Double
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
    perplexity: Double = 30, exaggeration: Double = 12,
    exaggeratedIterations: Int = 250, iterations: Int = 750, seed: UInt64
  ) {
    self.perplexity = perplexity
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
  /// - Throws: ``NumericsError``, `TensorError`, or `CancellationError`.
  /// - Complexity: for the neighbours O(rows² × dimension), with more than 50 000 rows usually
  ///   O(rows^1.5 × dimension); for an iteration O(rows × perplexity), and the transform of a grid that
  ///   grows with the map (`GridRepulsion`).
  public func embed(
    _ features: Features, initial: [SIMD2<Float>]? = nil, threads: Int = LibTorch.threads,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }, isCancelled: () -> Bool = { false }
  ) throws -> Embedding {
    try features.checkFinite()
    if let row = initial?.firstIndex(where: { !($0.x.isFinite && $0.y.isFinite) }) {
      throw NumericsError.notFinite(row: row, column: 0)
    }
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
    let total = exaggeratedIterations + iterations
    var map = RowsInOrder(
      positions: try initial ?? firstComponents(of: features),
      affinities: try Affinities(
        of: features, perplexity: used, seed: seed, threads: threads, isCancelled: isCancelled))
    for isEarly in [true, false] {
      map.sort()
      let phase = isEarly ? 0..<exaggeratedIterations : exaggeratedIterations..<total
      map.positions = try withoutGradients {
        try TSNEObjective.with(map.affinities) { objective in
          // Momentum and gains begin anew with each phase, as in scikit-learn.
          let descent = try GradientDescent(from: map.positions)
          for iteration in phase {
            if isCancelled() { throw CancellationError() }
            let gradient = try objective.gradient(
              at: descent.positions, exaggeration: isEarly ? exaggeration : 1)
            try descent.step(gradient, rate: rate, momentum: isEarly ? 0.5 : 0.8)
            progress(iteration + 1, total)
          }
          return try descent.points()
        }
      }
    }
    let divergence = try TSNEObjective.with(map.affinities) { objective in
      try objective.divergence(at: GradientDescent.tensor(map.positions))
    }
    return Embedding(
      positions: map.positionsOfRows(), divergence: divergence, perplexity: used,
      isPerplexityLowered: used < perplexity, neighbourRecall: map.affinities.recall,
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
  /// The share of the rows' nearest neighbours that were found: 1 up to 50 000 rows, else as
  /// measured on a sample.
  public let neighbourRecall: Double
  /// The learning rate that was used.
  public let learningRate: Double
}

/// Points, and the memory of their gradient descent.
private struct GradientDescent {
  /// Every row's position, rows × 2.
  let positions: Tensor
  /// The last move of each coordinate.
  private let updates: Tensor
  /// Each coordinate's gain.
  private let gains: Tensor

  init(from start: [SIMD2<Float>]) throws {
    positions = try Self.tensor(start)
    updates = try positions.zerosLike()
    gains = try updates.affine(summand: 1)
  }

  /// Copies points to the default device.
  static func tensor(_ points: [SIMD2<Float>]) throws -> Tensor {
    try Tensor(points.flatMap { [$0.x, $0.y] }, shape: [points.count, 2]).moved(to: .default)
  }

  func step(_ gradient: Tensor, rate: Double, momentum: Double) throws {
    try positions.descend(gradient, updates: updates, gains: gains, rate: rate, momentum: momentum)
  }

  func points() throws -> [SIMD2<Float>] {
    let numbers = try positions.floats()
    return stride(from: 0, to: numbers.count, by: 2).map { SIMD2(numbers[$0], numbers[$0 + 1]) }
  }
}
