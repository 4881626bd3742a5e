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
      values: Self.filterColumns(Self.filterRows(values, weights), columns))
  }

  /// The same along both.
  func filtered(_ weights: [Float]) -> GreyPicture { filtered(rows: weights, columns: weights) }

  private static func filterRows(_ values: [Float], _ weights: [Float]) -> [Float] {
    let radius = weights.count / 2
    // With the edges' numbers repeated on both sides, all columns are one loop.
    let width = side + 2 * radius
    let padded = [Float](unsafeUninitializedCapacity: side * width) { padded, count in
      for row in 0..<side {
        for place in 0..<width {
          padded[row * width + place] = values[row * side + min(max(place - radius, 0), side - 1)]
        }
      }
      count = side * width
    }
    return summed(padded, weights) { result, padded, weight, shift in
      for row in 0..<side {
        let (start, source) = (row * side, row * width + radius + shift)
        for column in 0..<side { result[start + column] += weight * padded[source + column] }
      }
    }
  }

  private static func filterColumns(_ values: [Float], _ weights: [Float]) -> [Float] {
    summed(values, weights) { result, values, weight, shift in
      for row in 0..<side {
        let (start, source) = (row * side, min(max(row + shift, 0), side - 1) * side)
        for column in 0..<side { result[start + column] += weight * values[source + column] }
      }
    }
  }

  /// Adds up what every weight, by how far its neighbour lies from the middle, contributes.
  @inline(__always)
  private static func summed(
    _ values: [Float], _ weights: [Float],
    _ add: (
      _ result: UnsafeMutableBufferPointer<Float>, _ values: UnsafeBufferPointer<Float>,
      _ weight: Float, _ shift: Int
    ) -> Void
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: side * side) { result, count in
      result.initialize(repeating: 0)
      values.withUnsafeBufferPointer { values in
        for (place, weight) in weights.enumerated() {
          add(result, values, weight, place - weights.count / 2)
        }
      }
      count = side * side
    }
  }

  /// A picture made of two, number by number.
  func combined(with other: GreyPicture, _ combine: (Float, Float) -> Float) -> GreyPicture {
    GreyPicture(
      values: [Float](unsafeUninitializedCapacity: values.count) { result, count in
        values.withUnsafeBufferPointer { own in
          other.values.withUnsafeBufferPointer { other in
            for index in own.indices { result[index] = combine(own[index], other[index]) }
          }
        }
        count = values.count
      })
  }
}
