/// Rows divided into clusters.
///
/// Clusters are numbered by falling size: the largest is 0.
package struct Clustering: Sendable {
  /// For every row, the number of its cluster.
  package let assignments: [Int]
  /// The clusters' centres, a row each.
  package let centres: Features
  /// How many rows each cluster holds; 0 only where there are fewer distinct rows than clusters.
  package let sizes: [Int]
  /// The sum of the rows' squared distances to their centres, times their weights.
  package let inertia: Double
  /// How many iterations the best start took.
  package let iterations: Int
  /// The number of the best start, from 0.
  package let start: Int

  /// Numbers the clusters of a result of Lloyd's algorithm by falling size.
  init(_ result: Lloyd.Result, start: Int) {
    let clusters = result.centres.rows
    var sizes = [Int](repeating: 0, count: clusters)
    for cluster in result.assignments { sizes[cluster] += 1 }
    let order = (0..<clusters).sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    var numbers = [Int](repeating: 0, count: clusters)
    for (number, cluster) in order.enumerated() { numbers[cluster] = number }
    assignments = result.assignments.map { numbers[$0] }
    centres = Features(
      rows: clusters, dimension: result.centres.dimension,
      values: order.flatMap { result.centres[$0] })
    self.sizes = order.map { sizes[$0] }
    inertia = result.inertia
    iterations = result.iterations
    self.start = start
  }
}
