/// Gradient descent with momentum, and a gain a coordinate (Jacobs 1988) as t-SNE always had it.
struct Descent {
  private(set) var positions: [SIMD2<Float>]
  private var updates: [SIMD2<Float>]
  private var gains: [SIMD2<Float>]

  init(from positions: [SIMD2<Float>]) {
    self.positions = positions
    updates = [SIMD2<Float>](repeating: .zero, count: positions.count)
    gains = [SIMD2<Float>](repeating: .one, count: positions.count)
  }

  /// Forgets where things were moving, as scikit-learn does when exaggeration ends.
  mutating func restart() {
    self = Descent(from: positions)
  }

  /// Moves every point against its gradient.
  ///
  /// A coordinate's gain rises by 0.2 while it goes on downhill, and falls to 0.8 of itself (but
  /// not below 0.01) where it overshot.
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
