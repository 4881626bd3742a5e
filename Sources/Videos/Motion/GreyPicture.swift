/// A small square picture of brightness, as optical flow is computed from.
package struct GreyPicture {
  /// Width and height in pixels.
  package static let side = 56

  /// side × side numbers from 0 to 255.
  package var values: [Float]

  /// Takes numbers as they are.
  package init(values: [Float]) {
    precondition(values.count == Self.side * Self.side, "a picture's numbers must fill it")
    self.values = values
  }

  /// Every number replaced by the weighted mean of those around it, first along rows, then along columns.
  ///
  /// - Parameter weights: of an odd number of neighbours, the middle one's own in the middle; at the edges
  ///   the edge's number stands for those that are missing.
  func filtered(rows weights: [Float], columns: [Float]) -> GreyPicture {
    GreyPicture(
      values: Self.filter(Self.filter(values, weights, step: 1), columns, step: Self.side))
  }

  /// The same along both.
  func filtered(_ weights: [Float]) -> GreyPicture { filtered(rows: weights, columns: weights) }

  private static func filter(_ values: [Float], _ weights: [Float], step: Int) -> [Float] {
    let reach = weights.count / 2
    let other = step == 1 ? side : 1
    return [Float](unsafeUninitializedCapacity: side * side) { result, count in
      values.withUnsafeBufferPointer { values in
        result.initialize(repeating: 0)
        for (place, weight) in weights.enumerated() {
          for along in 0..<side {
            let source = min(max(along + place - reach, 0), side - 1) * step
            for across in 0..<side {
              result[along * step + across * other] += weight * values[source + across * other]
            }
          }
        }
      }
      count = side * side
    }
  }

  /// A picture made of two, number by number.
  func combined(with other: GreyPicture, _ combine: (Float, Float) -> Float) -> GreyPicture {
    GreyPicture(
      values: [Float](unsafeUninitializedCapacity: values.count) { result, count in
        for index in values.indices { result[index] = combine(values[index], other.values[index]) }
        count = values.count
      })
  }
}
