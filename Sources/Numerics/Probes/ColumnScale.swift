import Tensors

/// The mean and the spread of every column of some features.
struct ColumnScale: Sendable {
  /// The columns' means.
  let mean: [Float]
  /// One over the columns' standard deviations; 1 for a column of equal numbers.
  let factor: [Float]

  init(of features: Features) {
    let mean = features.mean()
    var squares = [Double](repeating: 0, count: features.dimension)
    features.values.withUnsafeBufferPointer { values in
      for row in 0..<features.rows {
        for column in squares.indices {
          let difference = Double(values[row * squares.count + column]) - mean[column]
          squares[column] += difference * difference
        }
      }
    }
    self.mean = mean.map(Float.init)
    factor = zip(squares, mean).map { square, mean in
      let deviation = (square / Double(features.rows)).squareRoot()
      // What 32 bits leave of equal numbers is no spread.
      return deviation > 1e-6 * max(abs(mean), 1e-30) ? Float(1 / deviation) : 1
    }
  }

  /// The features with the mean taken off and divided by the deviation, rows × dimension.
  func standardised(_ features: Features) throws -> Tensor {
    try withoutGradients {
      let rows = try Tensor(features.values, shape: [features.rows, features.dimension])
      return try (rows - Tensor(mean)) * Tensor(factor)
    }
  }
}
