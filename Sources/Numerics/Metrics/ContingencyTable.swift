import Foundation

/// The number of items of every category in every cluster.
///
/// Entropies are in bits. Divide by log2(e) = 1.4427 for the natural units of scikit-learn's mutual
/// information and of SciPy's entropy. The other metrics are ratios and have no unit.
public struct ContingencyTable: Sendable {
  /// The counts, clusters × categories, row by row.
  private let counts: [Int]
  private let clusters: Int
  private let categories: Int
  /// The number of items.
  public let total: Int
  /// The number of items in every cluster.
  private let clusterSizes: [Int]
  /// The number of items of every category.
  private let categorySizes: [Int]

  /// Counts items.
  ///
  /// - Parameters:
  ///   - clusters: every item's cluster.
  ///   - categories: every item's category.
  /// - Complexity: O(items + clusters × categories).
  public init(clusters: [some Hashable], categories: [some Hashable]) {
    precondition(clusters.count == categories.count, "every item needs a cluster and a category")
    let (clusterNumbers, clusterCount) = numbered(clusters)
    let (categoryNumbers, categoryCount) = numbered(categories)
    var counts = [Int](repeating: 0, count: clusterCount * categoryCount)
    for (cluster, category) in zip(clusterNumbers, categoryNumbers) {
      counts[cluster * categoryCount + category] += 1
    }
    self.init(counts: counts, clusters: clusterCount, categories: categoryCount)
  }

  /// Makes a table of given counts.
  ///
  /// - Parameters:
  ///   - counts: clusters × categories, row by row.
  ///   - clusters: the number of clusters.
  ///   - categories: the number of categories.
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

  // MARK: - Entropies

  /// H(category) in bits: the uncertainty of the category, at most log2 of the categories' number.
  public var labelEntropyBits: Double { entropy(categorySizes) }

  /// H(category | cluster) in bits: the uncertainty that is left when the cluster is known.
  ///
  /// It is Σ n_k / N · H(categories in cluster k): 0 if every cluster holds one category, and
  /// H(category) if the clusters say nothing about the categories.
  public var conditionalEntropyBits: Double {
    (0..<clusters).reduce(0) { sum, cluster in
      let row = Array(counts[cluster * categories..<(cluster + 1) * categories])
      return sum + Double(clusterSizes[cluster]) / Double(total) * entropy(row)
    }
  }

  /// 1 − H(category | cluster) / H(category), scikit-learn's `homogeneity_score`.
  public var homogeneity: Double {
    labelEntropyBits > 0 ? 1 - conditionalEntropyBits / labelEntropyBits : 1
  }

  /// The mutual information divided by the mean of both entropies.
  ///
  /// The same as scikit-learn's `normalized_mutual_info_score`.
  public var normalisedMutualInformation: Double {
    if occupied(clusterSizes) <= 1, occupied(categorySizes) <= 1 { return 1 }
    let mutual = labelEntropyBits - conditionalEntropyBits
    let mean = (labelEntropyBits + entropy(clusterSizes)) / 2
    return max(0, mutual / mean)
  }

  private func entropy(_ sizes: [Int]) -> Double {
    let total = Double(sizes.reduce(0, +))
    return sizes.reduce(0) { sum, size in
      guard size > 0 else { return sum }
      let share = Double(size) / total
      return sum + share * log2(1 / share)
    }
  }

  private func occupied(_ sizes: [Int]) -> Int { sizes.count { $0 > 0 } }

  // MARK: - Agreement

  /// The share of items whose category is the most frequent one of their cluster.
  public var purity: Double {
    let agreeing = (0..<clusters).reduce(0) { sum, cluster in
      sum + (counts[cluster * categories..<(cluster + 1) * categories].max() ?? 0)
    }
    return Double(agreeing) / Double(total)
  }

  /// The share of items that agree under the best one-to-one pairing of clusters and categories.
  ///
  /// - Complexity: O(min(clusters, categories)² × max(clusters, categories)).
  public var accuracy: Double {
    Double(maximumWeightMatching(counts, rows: clusters, columns: categories)) / Double(total)
  }

  /// The agreement of pairs of items, corrected for chance (Hubert and Arabie 1985).
  ///
  /// 1 is perfect, and 0 is the expected value of random clusters. The same as scikit-learn's
  /// `adjusted_rand_score`.
  public var adjustedRandIndex: Double {
    func pairs(_ sizes: [Int]) -> Double {
      sizes.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
    }
    let together = pairs(counts)
    let inClusters = pairs(clusterSizes)
    let inCategories = pairs(categorySizes)
    // All pairs agree, also if there are no pairs at all.
    if together == inClusters, together == inCategories { return 1 }
    let expected = inClusters * inCategories / pairs([total])
    return (together - expected) / ((inClusters + inCategories) / 2 - expected)
  }
}

/// Numbers values from 0 in the order of their first appearance.
///
/// - Parameter values: any values.
/// - Returns: every value's number, and how many numbers there are.
func numbered<Value: Hashable>(_ values: [Value]) -> (numbers: [Int], count: Int) {
  var known: [Value: Int] = [:]
  let numbers = values.map { value in
    if let number = known[value] { return number }
    defer { known[value] = known.count }
    return known.count
  }
  return (numbers, known.count)
}
