import Foundation

/// How a whole is divided, as counts.
struct Shares {
  let counts: [Int]
  let total: Int

  init(_ counts: [Int]) {
    self.counts = counts
    total = counts.reduce(0, +)
  }

  subscript(_ index: Int) -> Double { total == 0 ? 0 : Double(counts[index]) / Double(total) }

  /// How many parts have anything.
  var occupied: Int { counts.count { $0 > 0 } }

  /// How many equal parts would have the same entropy: its exponential, the Hill number of order 1
  /// (Hill 1973, Diversity and evenness).
  var effectiveNumber: Double {
    guard total > 0 else { return 0 }
    let entropy = counts.indices.reduce(0) { sum, index in
      let share = self[index]
      return share > 0 ? sum - share * log(share) : sum
    }
    return exp(entropy)
  }

  /// The share that would have to move to another part to make the division that of `other`: half
  /// the sum of the absolute differences, the distance in total variation.
  func distance(to other: Shares) -> Double {
    counts.indices.reduce(0) { $0 + abs(self[$1] - other[$1]) } / 2
  }
}
