import Tensors

extension Features {
  /// Divides every row by its Euclidean length; a row of zeros stays as it is.
  public func l2Normalised() -> Features {
    var values = values
    for row in 0..<rows {
      let range = row * dimension..<(row + 1) * dimension
      let length = values[range].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard length > 0 else { continue }
      for index in range { values[index] = Float(Double(values[index]) / length) }
    }
    return Features(rows: rows, dimension: dimension, values: values)
  }

  /// Shifts and scales the rows to a mean of 0 and a mean squared length of 1.
  public func standardised() -> Features {
    Standardisation(of: self).transform(self)
  }
}

/// A shift and a scale that bring features to a mean of 0 and a mean squared length of 1.
///
/// All columns have the same scale, so the proportions of distances stay.
public struct Standardisation: Sendable {
  private let mean: [Double]
  private let scale: Double

  /// Computes the shift and the scale of some features; the scale is 1 if all rows are equal.
  ///
  /// - Parameter features: at least one row.
  /// - Complexity: O(rows × dimension).
  public init(of features: Features) {
    let mean = features.mean()
    var sum = 0.0
    for (index, value) in features.values.enumerated() {
      let distance = Double(value) - mean[index % features.dimension]
      sum += distance * distance
    }
    self.mean = mean
    scale = sum > 0 ? (Double(features.rows) / sum).squareRoot() : 1
  }

  /// Shifts and scales the same features, or others from the same source.
  ///
  /// - Parameters:
  ///   - features: rows of the same dimension.
  ///   - weight: a factor that multiplies the result.
  /// - Returns: as many rows.
  public func transform(_ features: Features, weight: Double = 1) -> Features {
    precondition(features.dimension == mean.count, "features must be of one kind")
    var values = features.values
    for index in values.indices {
      values[index] = Float(weight * scale * (Double(values[index]) - mean[index % mean.count]))
    }
    return Features(rows: features.rows, dimension: features.dimension, values: values)
  }
}

/// A shift and a scale for every column, to a mean of 0 and a standard deviation of 1.
///
/// The same as scikit-learn's `StandardScaler`.
struct ColumnStandardisation: Sendable {
  /// The columns' means.
  let mean: [Float]
  /// 1 / the columns' standard deviations; 1 for a column whose numbers are all equal.
  let factor: [Float]

  /// Computes the shift and the scale of every column of some features.
  ///
  /// - Parameter features: at least one row.
  /// - Complexity: O(rows × dimension).
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
      // Equal numbers differ from their mean by the rounding of 32 bits, which is no deviation.
      return deviation > 1e-6 * max(abs(mean), 1e-30) ? Float(1 / deviation) : 1
    }
  }

  /// Shifts and scales the same features, or others from the same source.
  ///
  /// - Parameter features: rows of the same dimension.
  /// - Returns: rows × dimension.
  /// - Throws: `TensorError`.
  func transform(_ features: Features) throws -> Tensor {
    try withoutGradients {
      let rows = try Tensor(features.values, shape: [features.rows, features.dimension])
      return try (rows - Tensor(mean)) * Tensor(factor)
    }
  }
}
