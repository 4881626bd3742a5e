import Foundation

/// The function that t-SNE minimises: the Kullback–Leibler divergence Σ p_ij ln(p_ij / q_ij).
///
/// p_ij are the rows' ``Affinities``. For positions y in the plane, q_ij = w_ij / Z with
/// w_ij = 1 / (1 + ‖y_i − y_j‖²), and Z is the sum of all w.
package struct TSNEObjective: Sendable {
  /// The rows' affinities.
  let affinities: Affinities
  /// The largest ratio of a cell's width to its distance at which it counts as one point.
  let theta: Double
  /// The number of threads.
  let threads: Int

  /// Makes an objective.
  ///
  /// - Parameters:
  ///   - affinities: the rows' affinities.
  ///   - theta: the largest ratio of a cell's width to its distance at which it counts as one
  ///     point; 0 is exact.
  ///   - threads: the number of threads.
  package init(affinities: Affinities, theta: Double, threads: Int) {
    self.affinities = affinities
    self.theta = theta
    self.threads = threads
  }

  /// Computes the gradient by every point's position: 4 Σ_j (p_ij − q_ij) w_ij (y_i − y_j).
  ///
  /// - Parameters:
  ///   - positions: every row's position.
  ///   - exaggeration: a factor that multiplies every p_ij.
  /// - Returns: a vector for every row.
  /// - Complexity: O(rows × log rows + affinities).
  package func gradient(at positions: [SIMD2<Float>], exaggeration: Double = 1) -> [SIMD2<Float>] {
    let repulsion = Repulsion(at: positions, theta: theta, threads: threads)
    let repelling = Float(4 / repulsion.normaliser)
    let attracting = Float(4 * exaggeration)
    let affinities = affinities
    return filled(positions.count, with: .zero, stretch: 128, threads: threads) { rows, gradient in
      positions.withUnsafeBufferPointer { positions in
        affinities.columns.withUnsafeBufferPointer { columns in
          affinities.values.withUnsafeBufferPointer { values in
            for row in rows {
              let place = positions[row]
              var sum = SIMD2<Float>.zero
              for entry in affinities.offsets[row]..<affinities.offsets[row + 1] {
                let difference = place - positions[Int(columns[entry])]
                let squares = difference * difference
                sum += difference * (values[entry] / (1 + squares.x + squares.y))
              }
              gradient[row] = attracting * sum - repelling * repulsion.forces[row]
            }
          }
        }
      }
    }
  }

  /// Computes the divergence in natural units.
  ///
  /// - Parameter positions: every row's position.
  /// - Complexity: O(rows × log rows + affinities).
  package func divergence(at positions: [SIMD2<Float>]) -> Double {
    let normaliser = Repulsion(at: positions, theta: theta, threads: threads).normaliser
    var sum = 0.0
    for row in positions.indices {
      for entry in affinities.offsets[row]..<affinities.offsets[row + 1]
      where affinities.values[entry] > 0 {
        let difference = positions[row] - positions[Int(affinities.columns[entry])]
        let squares = SIMD2<Double>(difference) * SIMD2<Double>(difference)
        let p = Double(affinities.values[entry])
        sum += p * Foundation.log(p * normaliser * (1 + squares.sum()))
      }
    }
    return sum
  }
}

/// The forces with which all points of an embedding repel each other.
private struct Repulsion {
  /// Σ_j w_ij² (y_i − y_j) for every point i, in the order of the rows.
  let forces: [SIMD2<Float>]
  /// Z = Σ_i Σ_j≠i w_ij.
  let normaliser: Double

  /// Computes the forces, with far points summed by the cell (Barnes and Hut 1986).
  ///
  /// Successive points along the Morton curve are near each other, so a group of them shares one
  /// walk through the tree (Barnes 1990). A cell counts as one point if it is small at the distance
  /// of the nearest corner of the group's box, which is stricter than the rule for single points.
  /// The walk gives a list of masses. Their forces are then computed for eight points at a time.
  ///
  /// - Parameters:
  ///   - positions: every row's position.
  ///   - theta: the largest ratio of a cell's width to its distance at which it counts as one point.
  ///   - threads: the number of threads.
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
          Self.computeForces(
            on: first..<min(first + 8, group.upperBound), of: tree.positions, by: masses, into: sums
          )
        }
      }
    }
    var forces = [SIMD2<Float>](repeating: .zero, count: positions.count)
    for (index, sum) in sorted.enumerated() { forces[tree.order[index]] = sum.force }
    self.forces = forces
    let total = sorted.reduce(0.0) { $0 + Double($1.weight) }
    // If points are so far apart that every weight is 0 in 32 bits, nothing must be divided by 0.
    normaliser = max(total, .leastNormalMagnitude)
  }

  /// The number of points that share a walk; larger groups need fewer walks and more forces.
  private static let groupSize = 32

  private struct Sum {
    var force = SIMD2<Float>.zero
    var weight: Float = 0
  }

  /// Computes the forces on up to eight points.
  ///
  /// - Parameters:
  ///   - range: the points; missing ones repeat the last, and their results are dropped.
  ///   - positions: all points along the curve.
  ///   - masses: the masses that repel the points.
  ///   - sums: gets the points' forces.
  private static func computeForces(
    on range: Range<Int>, of positions: [SIMD2<Float>], by masses: [Mass],
    into sums: UnsafeMutableBufferPointer<Sum>
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
    // The point itself is among the masses, with a weight of 1 and a force of 0.
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
