import Foundation
import Tensors

/// The function that t-SNE minimises: the Kullback–Leibler divergence Σ p_ij ln(p_ij / q_ij).
///
/// p_ij are the rows' ``Affinities``. For positions y in the plane, q_ij = w_ij / Z with
/// w_ij = 1 / (1 + ‖y_i − y_j‖²), and Z is the sum of all w.
package struct TSNEObjective {
  private let affinities: Affinities
  private let offsets: Tensor
  private let columns: Tensor
  private let values: Tensor
  private let isOnGrid: Bool
  private var grid = GridRepulsion()

  /// The largest number of rows of which all pairs repel each other; the repulsion of more is read from a grid.
  ///
  /// Both take about as long there.
  package static let mostPairedRows = 3_000

  /// Makes an objective for as long as a function runs.
  ///
  /// - Parameters:
  ///   - affinities: the rows' affinities.
  ///   - mostPairedRows: the largest number of rows of which all pairs repel each other.
  ///   - body: gets the objective, and must not keep it.
  /// - Throws: `TensorError`, or what `body` throws.
  package static func with<Result>(
    _ affinities: Affinities, mostPairedRows: Int = mostPairedRows,
    _ body: (inout TSNEObjective) throws -> Result
  ) throws -> Result {
    // Affinities are lent, because those of a million rows are a gigabyte.
    try Tensor.withLent(affinities.offsets) { offsets in
      try Tensor.withLent(affinities.columns) { columns in
        try Tensor.withLent(affinities.values) { values in
          var objective = TSNEObjective(
            affinities: affinities, offsets: try offsets.moved(to: .default),
            columns: try columns.moved(to: .default), values: try values.moved(to: .default),
            isOnGrid: affinities.offsets.count - 1 > mostPairedRows)
          return try body(&objective)
        }
      }
    }
  }

  /// Computes the gradient by every point's position: 4 Σ_j (p_ij − q_ij) w_ij (y_i − y_j).
  ///
  /// - Parameters:
  ///   - positions: every row's position, rows × 2.
  ///   - exaggeration: a factor that multiplies every p_ij.
  /// - Returns: a vector for every row, rows × 2.
  /// - Throws: `TensorError`.
  /// - Complexity: O(rows + affinities) and what ``GridRepulsion`` needs; O(rows²) if all pairs are computed.
  package mutating func gradient(at positions: Tensor, exaggeration: Double = 1) throws -> Tensor {
    let gradient = try positions.attraction(offsets: offsets, columns: columns, values: values)
    try gradient.scale(by: 4 * exaggeration)
    let (forces, normaliser) = try repulsion(at: positions)
    try gradient.add(forces, times: -4 / normaliser)
    return gradient
  }

  /// Computes the divergence in natural units.
  ///
  /// - Parameter positions: every row's position, rows × 2.
  /// - Throws: `TensorError`.
  /// - Complexity: as ``gradient(at:exaggeration:)``.
  package mutating func divergence(at positions: Tensor) throws -> Double {
    let normaliser = try repulsion(at: positions).normaliser
    let places = try positions.floats()
    var sum = 0.0
    for row in 0..<affinities.offsets.count - 1 {
      for entry in affinities.offsets[row]..<affinities.offsets[row + 1]
      where affinities.values[entry] > 0 {
        let other = Int(affinities.columns[entry])
        let x = Double(places[2 * row]) - Double(places[2 * other])
        let y = Double(places[2 * row + 1]) - Double(places[2 * other + 1])
        let p = Double(affinities.values[entry])
        sum += p * Foundation.log(p * normaliser * (1 + x * x + y * y))
      }
    }
    return sum
  }

  /// Computes Σ_j w_ij² (y_i − y_j) for every point, rows × 2, and Z.
  private mutating func repulsion(
    at positions: Tensor
  ) throws -> (forces: Tensor, normaliser: Double) {
    let found: (forces: Tensor, normaliser: Double)
    if isOnGrid {
      found = try grid.forces(on: positions)
    } else {
      let all = try positions.repulsion()
      let weights = try all.narrowed(dimension: 1, start: 0, length: 1).toDouble().sum().item()
      found = (try all.narrowed(dimension: 1, start: 1, length: 2), Double(weights))
    }
    // If points are so far apart that every weight is 0 in 32 bits, nothing must be divided by 0.
    return (found.forces, max(found.normaliser, 1e-30))
  }
}
