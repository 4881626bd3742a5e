import Foundation

/// What t-SNE makes small: the Kullback–Leibler divergence of the map's affinities from the rows'.
///
/// q_ij = w_ij / Z, w_ij = 1 / (1 + ‖y_i − y_j‖²), Z the sum of all w.
package struct NeighbourObjective: Sendable {
  let affinities: Affinities
  let theta: Double
  let threads: Int

  /// Puts an objective together.
  ///
  /// - Parameters:
  ///   - affinities: the rows'.
  ///   - theta: how large a cell may look and still count as one point; 0 computes exactly.
  ///   - threads: how many threads compute.
  package init(affinities: Affinities, theta: Double, threads: Int) {
    self.affinities = affinities
    self.theta = theta
    self.threads = threads
  }

  /// The divergence's gradient by every point's place: 4 Σ_j (p_ij − q_ij) w_ij (y_i − y_j).
  ///
  /// - Parameters:
  ///   - positions: a place a row.
  ///   - exaggeration: what every p_ij is multiplied by.
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

  /// The divergence Σ p_ij ln(p_ij / q_ij), in natural units.
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
