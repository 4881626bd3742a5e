extension ContingencyTable {
  /// The share of items whose category is the most frequent one of their cluster.
  package var purity: Double {
    let agreeing = (0..<clusters).reduce(0) { sum, cluster in
      sum + (counts[cluster * categories..<(cluster + 1) * categories].max() ?? 0)
    }
    return Double(agreeing) / Double(total)
  }

  /// The share of items that agree under the best pairing of clusters and categories, in which
  /// each has one partner at most.
  ///
  /// - Complexity: O(min(clusters, categories)² × max(clusters, categories)).
  package var accuracy: Double {
    Double(largestMatching(counts, rows: clusters, columns: categories)) / Double(total)
  }

  /// How far pairs of items agree, 0 by chance (Hubert and Arabie 1985): scikit-learn's
  /// `adjusted_rand_score`.
  package var adjustedRandIndex: Double {
    func pairs(_ sizes: [Int]) -> Double {
      sizes.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
    }
    let together = pairs(counts)
    let inClusters = pairs(clusterSizes)
    let inCategories = pairs(categorySizes)
    // All pairs agree, also where there is no pair at all.
    if together == inClusters, together == inCategories { return 1 }
    let expected = inClusters * inCategories / pairs([total])
    return (together - expected) / ((inClusters + inCategories) / 2 - expected)
  }
}
