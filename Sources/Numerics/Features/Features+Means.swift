extension Features {
  /// The mean of all rows.
  ///
  /// - Parameter threads: how many threads compute, each some columns.
  /// - Complexity: O(rows × dimension).
  func mean(threads: Int = 1) -> [Double] {
    filled(dimension, with: 0, stretch: 256, threads: threads) { columns, means in
      withRows { start in
        guard let start, rows > 0 else { return }
        for row in 0..<rows {
          for column in columns { means[column] += Double(start[row * dimension + column]) }
        }
        for column in columns { means[column] /= Double(rows) }
      }
    }
  }

  /// The mean vector of every group of rows, such as of a video's frames.
  ///
  /// - Parameters:
  ///   - groups: for every row, the number of its group, from 0.
  ///   - count: how many groups there are; one that has no row gets zeros.
  /// - Returns: count rows.
  /// - Complexity: O(rows × dimension).
  package func groupMeans(_ groups: [Int], count: Int) -> Features {
    let means = means(of: groups, count: count).map(Float.init)
    return Features(rows: count, dimension: dimension, values: means)
  }

  /// The means of the rows around some, those that there are.
  ///
  /// - Parameters:
  ///   - middles: around which rows, at least 0; one past the end counts as the last.
  ///   - radius: how many rows before and after each are taken.
  /// - Returns: a row for each of `middles`; zeros where there are no rows at all.
  /// - Complexity: O(middles × radius × dimension).
  package func means(around middles: [Int], radius: Int) -> Features {
    guard rows > 0 else {
      return Features(
        rows: middles.count, dimension: dimension,
        values: [Float](repeating: 0, count: middles.count * dimension))
    }
    let means = middles.flatMap { middle -> [Float] in
      let row = min(middle, rows - 1)
      let around = max(row - radius, 0)...min(row + radius, rows - 1)
      var sum = [Float](repeating: 0, count: dimension)
      for other in around {
        for column in 0..<dimension { sum[column] += values[other * dimension + column] }
      }
      return sum.map { $0 / Float(around.count) }
    }
    return Features(rows: middles.count, dimension: dimension, values: means)
  }

  private func means(of groups: [Int], count: Int) -> [Double] {
    precondition(groups.count == rows, "every row needs a group")
    var sums = [Double](repeating: 0, count: count * dimension)
    var sizes = [Int](repeating: 0, count: count)
    sums.withUnsafeMutableBufferPointer { sums in
      values.withUnsafeBufferPointer { values in
        for (row, group) in groups.enumerated() {
          sizes[group] += 1
          let source = row * dimension
          let target = group * dimension
          for column in 0..<dimension { sums[target + column] += Double(values[source + column]) }
        }
      }
      for group in 0..<count where sizes[group] > 1 {
        for column in 0..<dimension { sums[group * dimension + column] /= Double(sizes[group]) }
      }
    }
    return sums
  }
}
