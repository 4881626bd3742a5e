/// How many items of every category each cluster holds.
package struct ContingencyTable: Sendable {
  /// Counts, clusters × categories, row by row.
  let counts: [Int]
  let clusters: Int
  let categories: Int
  /// The number of items.
  package let total: Int
  /// The number of items in every cluster.
  let clusterSizes: [Int]
  /// The number of items of every category.
  let categorySizes: [Int]

  /// Counts items.
  ///
  /// - Parameters:
  ///   - clusters: for every item, which cluster it is in.
  ///   - categories: for every item, what it shows.
  package init(clusters: [some Hashable], categories: [some Hashable]) {
    precondition(clusters.count == categories.count, "every item needs a cluster and a category")
    let (clusterNumbers, clusterCount) = numbered(clusters)
    let (categoryNumbers, categoryCount) = numbered(categories)
    var counts = [Int](repeating: 0, count: clusterCount * categoryCount)
    for (cluster, category) in zip(clusterNumbers, categoryNumbers) {
      counts[cluster * categoryCount + category] += 1
    }
    self.init(counts: counts, clusters: clusterCount, categories: categoryCount)
  }

  /// Takes counts as they are.
  ///
  /// - Parameter counts: clusters × categories, row by row.
  init(counts: [Int], clusters: Int, categories: Int) {
    self.counts = counts
    self.clusters = clusters
    self.categories = categories
    clusterSizes = (0..<clusters).map { cluster in
      counts[cluster * categories..<(cluster + 1) * categories].reduce(0, +)
    }
    categorySizes = (0..<categories).map { category in
      (0..<clusters).reduce(0) { $0 + counts[$1 * categories + category] }
    }
    total = clusterSizes.reduce(0, +)
  }
}

/// Numbers values from 0 in the order in which they first appear.
func numbered<Value: Hashable>(_ values: [Value]) -> (numbers: [Int], count: Int) {
  var known: [Value: Int] = [:]
  let numbers = values.map { value in
    if let number = known[value] { return number }
    defer { known[value] = known.count }
    return known.count
  }
  return (numbers, known.count)
}
