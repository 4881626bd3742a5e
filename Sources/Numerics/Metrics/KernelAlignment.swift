import Tensors

/// Centred kernel alignment with a linear kernel: the similarity of two kinds of features.
///
/// The definition is that of Kornblith et al. (2019), with the unbiased estimator of the
/// Hilbert–Schmidt independence criterion (Song et al. 2012, equation 5). It is 1 if the distances
/// between rows are the same by both kinds, up to a factor. By chance it is 0 on average, for any
/// number of rows and any dimension.
public enum KernelAlignment {
  /// Computes the alignment of two kinds of features.
  ///
  /// - Parameters:
  ///   - first: the rows by one kind; of more than `mostRows`, that many are used, evenly spaced.
  ///   - second: the same rows by the other kind.
  ///   - threads: the number of threads for what LibTorch does not compute.
  /// - Returns: nil if there are fewer than four rows, or if one kind does not vary.
  /// - Throws: `TensorError`.
  /// - Complexity: O(rows² × dimension).
  public static func between(
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

  /// The largest number of rows that are used: their products take 16 MB.
  static let mostRows = 2000

  /// The products of all rows with each other; a row's product with itself is 0.
  private struct Products {
    /// The number of rows.
    let count: Int
    /// The products, rows × rows.
    private let values: [Float]
    /// The sum of every row's products.
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

    /// Computes the independence criterion, without a factor that cancels out in the alignment.
    func dependence(on other: Products) -> Double {
      let (n, total) = (Double(count), sums.reduce(0, +) * other.sums.reduce(0, +))
      let trace = zip(values, other.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let crossed = zip(sums, other.sums).reduce(0.0) { $0 + $1.0 * $1.1 }
      return trace + total / ((n - 1) * (n - 2)) - 2 * crossed / (n - 2)
    }
  }
}
