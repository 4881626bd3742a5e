/// How strongly all points of a map push each other away.
struct Repulsion {
  /// Σ_j w_ij² (y_i − y_j) for every point i, in the map's order.
  let forces: [SIMD2<Float>]
  /// Z = Σ_i Σ_j≠i w_ij.
  let normaliser: Double

  /// Sums over all points, far ones by the cell (Barnes and Hut 1986).
  ///
  /// Points that follow each other along the Morton curve are near each other, so a group of them
  /// shares one walk through the tree (Barnes 1990): a cell counts as one point if it is small seen
  /// from the nearest corner of the group's box, which is stricter than the rule for single points.
  /// The walk leaves a list of masses, whose forces are then computed for eight points at a time.
  ///
  /// - Complexity: O(points × log points).
  init(at positions: [SIMD2<Float>], theta: Double, threads: Int) {
    let tree = QuadTree(positions)
    let squaredTheta = Float(theta * theta)
    let sorted = filled(
      positions.count, with: Sum(), stretch: 4 * Self.groupSize, threads: threads
    ) { range, sums in
      var masses: [Mass] = []
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.groupSize) {
        let group = start..<min(start + Self.groupSize, range.upperBound)
        tree.collectMasses(for: group, squaredTheta: squaredTheta, into: &masses)
        for first in stride(from: group.lowerBound, to: group.upperBound, by: 8) {
          Self.push(first..<min(first + 8, group.upperBound), tree.positions, by: masses, sums)
        }
      }
    }
    var forces = [SIMD2<Float>](repeating: .zero, count: positions.count)
    for (index, sum) in sorted.enumerated() { forces[tree.order[index]] = sum.force }
    self.forces = forces
    let total = sorted.reduce(0.0) { $0 + Double($1.weight) }
    // Points so far apart that 32 bits make every weight 0 must not divide by 0.
    normaliser = max(total, .leastNormalMagnitude)
  }

  /// How many points share a walk; more walk less and compute more.
  private static let groupSize = 32

  private struct Sum {
    var force = SIMD2<Float>.zero
    var weight: Float = 0
  }

  /// - Parameter range: up to eight points; missing ones repeat the last and are dropped.
  private static func push(
    _ range: Range<Int>, _ positions: [SIMD2<Float>], by masses: [Mass],
    _ sums: UnsafeMutableBufferPointer<Sum>
  ) {
    var x = SIMD8<Float>.zero
    var y = SIMD8<Float>.zero
    for lane in 0..<8 {
      let position = positions[min(range.lowerBound + lane, range.upperBound - 1)]
      x[lane] = position.x
      y[lane] = position.y
    }
    var forceX = SIMD8<Float>.zero
    var forceY = SIMD8<Float>.zero
    // The point itself is among the masses, with weight 1 and no force.
    var weight = SIMD8<Float>(repeating: -1)
    masses.withUnsafeBufferPointer { masses in
      for mass in masses {
        let differenceX = x - mass.x
        let differenceY = y - mass.y
        let w = 1 / (1 + (differenceX * differenceX + differenceY * differenceY))
        let weighted = mass.count * w
        weight += weighted
        let factor = weighted * w
        forceX += factor * differenceX
        forceY += factor * differenceY
      }
    }
    for (lane, index) in range.enumerated() {
      sums[index] = Sum(force: SIMD2(forceX[lane], forceY[lane]), weight: max(weight[lane], 0))
    }
  }
}
