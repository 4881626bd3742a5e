import Tensors

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
