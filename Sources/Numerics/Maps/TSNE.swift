import Tensors

/// Barnes–Hut t-SNE (van der Maaten 2014): a map of the plane on which near rows are neighbours.
///
/// The gradient's schedule, gains and learning rate are those of scikit-learn's `TSNE`, but a run is
/// never cut short. The result is a function of the features, settings and first places alone: the
/// same bits for any number of threads up to 20 000 rows, and for the same number beyond.
package struct TSNE: Sendable {
  /// About how many neighbours a row has (van der Maaten and Hinton 2008).
  package var perplexity: Double
  /// How large a cell may look, as width over distance, and still count as one point.
  package var theta: Double
  /// By how much neighbours attract each other more at first, so that groups find together.
  package var exaggeration: Double
  /// How many iterations that lasts.
  package var exaggeratedIterations: Int
  /// How many iterations follow.
  package var iterations: Int
  /// What the result is a function of, beside the features: the first components where there are too
  /// many of them for the exact ones (``PrincipalComponents``), and an index of neighbours.
  package var seed: UInt64

  /// Sets how to make a map.
  package init(
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

  /// Lays rows out in the plane.
  ///
  /// - Parameters:
  ///   - features: the rows; best cut to their first 50 ``PrincipalComponents`` before.
  ///   - initial: where every row begins; on the first two components, scaled to a standard
  ///     deviation of 1e-4 along the first, if left out.
  ///   - threads: how many threads compute.
  ///   - progress: told after every iteration how many are done, of how many.
  ///   - isCancelled: asked before every iteration whether to stop.
  /// - Returns: the map. With rows fewer than three perplexities and one, the perplexity is
  ///   (rows − 1) / 3, but at least 1.
  /// - Throws: ``NumericsError/notFinite(row:column:)``, `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows² × dimension) for the neighbours, of more than 20 000 rows by an index mostly
  ///   O(rows^1.5 × dimension); O(rows × (log rows + perplexity)) an iteration.
  package func embed(
    _ features: Features, initial: [SIMD2<Float>]? = nil, threads: Int = LibTorch.threads,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }, isCancelled: () -> Bool = { false }
  ) throws -> Embedding {
    try features.checkFinite()
    let count = features.rows
    precondition(initial.map { $0.count == count } ?? true, "every row needs a place to begin at")
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
    let objective = NeighbourObjective(affinities: affinities, theta: theta, threads: threads)
    var descent = Descent(from: try initial ?? firstComponents(of: features))
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
