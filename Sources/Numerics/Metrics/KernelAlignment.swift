import Tensors

/// How alike two kinds of features see the same rows: centred kernel alignment with a linear kernel.
///
/// As Kornblith and others have it (2019), by the unbiased estimator of the Hilbert–Schmidt independence
/// criterion (Song and others 2012, equation 5): 1 where rows that lie together by one do so by the other; 0 on average by chance, however few the rows
/// and however many their numbers are.
package enum KernelAlignment {
  /// Aligns two kinds of features.
  ///
  /// - Parameters:
  ///   - first: a row each; of more than ``mostRows``, so many are looked at, evenly spaced.
  ///   - second: the same rows, seen otherwise.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Returns: nil where there are fewer than four rows, or one kind does not vary.
  /// - Complexity: O(rows² × dimension).
  package static func between(
    _ first: Features, _ second: Features, threads: Int = LibTorch.threads
  ) throws -> Double? {
    precondition(first.rows == second.rows, "both must be of the same rows")
    let count = min(first.rows, mostRows)
    guard count >= 4 else { return nil }
    let places = (0..<count).map { $0 * first.rows / count }
    let products = (
      try Products(of: first.rows(places), threads: threads),
      try Products(of: second.rows(places), threads: threads)
    )
    let own = products.0.dependence(on: products.0) * products.1.dependence(on: products.1)
    guard own > 0 else { return nil }
    return products.0.dependence(on: products.1) / own.squareRoot()
  }

  /// The most rows that are looked at: their products take 16 MB.
  package static let mostRows = 2000

  /// The products of rows with each other, those with themselves left out.
  private struct Products {
    let count: Int
    private let values: [Float]
    private let sums: [Double]

    init(of features: Features, threads: Int) throws {
      let rows = try CentredRows(features, threads: threads)
      let count = features.rows
      var values: [Float] = []
      try withoutGradients {
        try rows.tensor.forEachBlockOfProducts(with: rows.tensor) { values += try $1.floats() }
      }
      for row in 0..<count { values[row * count + row] = 0 }
      sums = (0..<count).map { row in
        values[row * count..<(row + 1) * count].reduce(0.0) { $0 + Double($1) }
      }
      (self.count, self.values) = (count, values)
    }

    /// The criterion, but for a factor that all have in common.
    func dependence(on other: Products) -> Double {
      let (n, total) = (Double(count), sums.reduce(0, +) * other.sums.reduce(0, +))
      let trace = zip(values, other.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let crossed = zip(sums, other.sums).reduce(0.0) { $0 + $1.0 * $1.1 }
      return trace + total / ((n - 1) * (n - 2)) - 2 * crossed / (n - 2)
    }
  }
}
