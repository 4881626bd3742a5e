/// The predictions of a classifier: for every row a probability of every category.
public struct Predictions: Equatable, Sendable {
  /// The number of categories.
  public let categories: Int
  /// The probabilities, row by row; those of a row sum to 1.
  public let probabilities: [Double]

  /// Makes predictions of given probabilities.
  ///
  /// - Parameters:
  ///   - categories: the number of categories, at least 1.
  ///   - probabilities: rows × categories numbers, row by row.
  public init(categories: Int, probabilities: [Double]) {
    precondition(
      categories > 0 && probabilities.count % categories == 0, "predictions must fill their rows")
    self.categories = categories
    self.probabilities = probabilities
  }

  /// Computes the softmax of a classifier's logits.
  ///
  /// - Parameter logits: rows × categories.
  public init(logits: Features) {
    self.init(
      categories: max(logits.dimension, 1),
      probabilities: SoftmaxLoss.probabilities(logits.values, categories: logits.dimension))
  }

  /// The number of rows.
  public var rows: Int { probabilities.count / categories }

  /// The most probable category of every row; of several, that with the lowest number.
  public var first: [Int] {
    (0..<rows).map { row in
      (0..<categories).max {
        (self[row, $0], $1) < (self[row, $1], $0)
      } ?? 0
    }
  }

  /// Computes the top-n accuracy: the share of rows whose category is among the most probable ones.
  ///
  /// Of equally probable categories, the one with the lower number counts as more probable.
  ///
  /// - Parameters:
  ///   - count: n, the number of most probable categories; all categories if it is larger.
  ///   - truth: the number of every row's category.
  /// - Returns: 0 to 1; 0 if there are no rows.
  public func accuracy(amongFirst count: Int, truth: [Int]) -> Double {
    precondition(truth.count == rows, "every row needs a category")
    let right = truth.enumerated().count { row, category in
      let own = self[row, category]
      let ahead = (0..<categories).count { other in
        self[row, other] > own || (self[row, other] == own && other < category)
      }
      return ahead < count
    }
    return rows > 0 ? Double(right) / Double(rows) : 0
  }

  /// Computes the mean prediction of every group of rows.
  ///
  /// - Parameters:
  ///   - groups: the number of every row's group, from 0.
  ///   - count: the number of groups; each has a row.
  /// - Returns: a row for each group.
  public func means(of groups: [Int], count: Int) -> Predictions {
    precondition(groups.count == rows, "every row needs a group")
    var sums = [Double](repeating: 0, count: count * categories)
    var sizes = [Double](repeating: 0, count: count)
    for (row, group) in groups.enumerated() {
      sizes[group] += 1
      for category in 0..<categories { sums[group * categories + category] += self[row, category] }
    }
    return Predictions(
      categories: categories,
      probabilities: sums.enumerated().map { $1 / sizes[$0 / categories] })
  }

  private subscript(row: Int, category: Int) -> Double {
    probabilities[row * categories + category]
  }
}
