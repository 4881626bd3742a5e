extension Features {
  /// The mean of all rows.
  func mean() -> [Double] {
    means(of: [Int](repeating: 0, count: rows), count: 1)
  }

  /// The mean vector of every group of rows, such as of a video's frames.
  ///
  /// - Parameters:
  ///   - groups: for every row, the number of its group, from 0.
  ///   - count: how many groups there are; one that has no row gets zeros.
  /// - Returns: count rows.
  /// - Complexity: O(rows × dimension).
  public func groupMeans(_ groups: [Int], count: Int) -> Features {
    let means = means(of: groups, count: count).map(Float.init)
    return Features(rows: count, dimension: dimension, values: means)
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
