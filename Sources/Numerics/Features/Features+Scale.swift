extension Features {
  /// Every row divided by its Euclidean length; a row of zeros stays.
  package func l2Normalised() -> Features {
    var values = values
    for row in 0..<rows {
      let range = row * dimension..<(row + 1) * dimension
      let length = values[range].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard length > 0 else { continue }
      for index in range { values[index] = Float(Double(values[index]) / length) }
    }
    return Features(rows: rows, dimension: dimension, values: values)
  }

  /// The rows less their mean, all divided by one number, so that their mean squared length is 1.
  package func standardised() -> Features {
    Standardisation(of: self)(self)
  }

  /// Every row with another's row behind it.
  package func joined(with other: Features) -> Features {
    precondition(rows == other.rows, "rows are joined one by one")
    var values: [Float] = []
    values.reserveCapacity(rows * (dimension + other.dimension))
    for row in 0..<rows {
      values += self[row]
      values += other[row]
    }
    return Features(rows: rows, dimension: dimension + other.dimension, values: values)
  }
}
