import Foundation

// All in bits. Divide by log2(e) = 1.4427 for the natural units that scikit-learn's mutual
// information and SciPy's entropy use; nmi and homogeneity are ratios and have no unit.
extension ContingencyTable {
  /// H(category): what there is to know, at most log2 of the number of categories.
  package var labelEntropyBits: Double { entropy(categorySizes) }

  /// H(category | cluster) = Σ n_k / N · H(categories in k): what the clusters leave unknown.
  ///
  /// 0 where every cluster holds one category, H(category) where clusters tell nothing.
  package var conditionalEntropyBits: Double {
    (0..<clusters).reduce(0) { sum, cluster in
      let row = Array(counts[cluster * categories..<(cluster + 1) * categories])
      return sum + Double(clusterSizes[cluster]) / Double(total) * entropy(row)
    }
  }

  /// 1 − H(category | cluster) / H(category), scikit-learn's `homogeneity_score`.
  package var homogeneity: Double {
    labelEntropyBits > 0 ? 1 - conditionalEntropyBits / labelEntropyBits : 1
  }

  /// Mutual information over the mean of both entropies, scikit-learn's
  /// `normalized_mutual_info_score`.
  package var normalisedMutualInformation: Double {
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
}
