/// What a classifier makes of some rows: for every row, a probability of every category.
package struct Predictions: Equatable, Sendable {
  /// How many categories there are.
  package let categories: Int
  /// The probabilities, row by row; a row's add up to 1.
  package let probabilities: [Double]

  /// Puts predictions together.
  ///
  /// - Parameters:
  ///   - categories: how many categories there are, at least 1.
  ///   - probabilities: rows × categories numbers, row by row.
  package init(categories: Int, probabilities: [Double]) {
    precondition(
      categories > 0 && probabilities.count % categories == 0, "predictions must fill their rows")
    self.categories = categories
    self.probabilities = probabilities
  }

  /// How many rows were classified.
  package var rows: Int { probabilities.count / categories }

  /// The most probable category of every row; of several, the one with the lowest number.
  package var first: [Int] {
    (0..<rows).map { row in
      (0..<categories).max {
        (self[row, $0], $1) < (self[row, $1], $0)
      } ?? 0
    }
  }

  /// The share of rows whose true category is among the most probable ones.
  ///
  /// Of equally probable categories, the one with the lower number counts as more probable.
  ///
  /// - Parameters:
  ///   - count: how many of the most probable categories count; more than there are means all.
  ///   - truth: for every row, the number of its category.
  /// - Returns: 0 to 1; 0 where there are no rows.
  package func accuracy(amongFirst count: Int, truth: [Int]) -> Double {
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

  /// The mean prediction of every group of rows, such as of a video's frames.
  ///
  /// - Parameters:
  ///   - groups: for every row, the number of its group, from 0.
  ///   - count: how many groups there are; each has a row.
  package func means(of groups: [Int], count: Int) -> Predictions {
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
