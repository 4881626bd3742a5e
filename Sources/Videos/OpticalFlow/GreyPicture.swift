/// A small square grey picture, the input of optical flow.
package struct GreyPicture {
  /// Width and height in pixels, a multiple of eight.
  package static let side = 56

  /// ``side`` × ``side`` grey levels from 0 to 255, row by row.
  package var values: [Float]

  /// Takes over existing values.
  ///
  /// - Parameter values: ``side`` × ``side`` grey levels.
  package init(values: [Float]) {
    precondition(values.count == Self.side * Self.side, "a grey picture needs side × side values")
    self.values = values
  }

  /// Converts a picture to luma (ITU-R BT.601).
  ///
  /// - Parameter image: ``side`` × ``side`` pixels.
  init(_ image: RGBImage) {
    values = stride(from: 0, to: image.pixels.count, by: 3).map { start in
      0.299 * Float(image.pixels[start]) + 0.587 * Float(image.pixels[start + 1])
        + 0.114 * Float(image.pixels[start + 2])
    }
  }

  /// Applies a separable filter: first along rows, then along columns.
  ///
  /// Beyond an edge the value at the edge is repeated.
  ///
  /// - Parameters:
  ///   - weights: an odd number of weights along rows, the pixel's own in the middle.
  ///   - columns: the same along columns.
  /// - Returns: the filtered picture.
  /// - Complexity: O(pixels × weights).
  func filtered(rows weights: [Float], columns: [Float]) -> GreyPicture {
    GreyPicture(
      values: Self.filterColumns(Self.filterRows(values, weights), columns))
  }

  /// Applies a separable filter with the same weights along rows and columns.
  ///
  /// - Parameter weights: an odd number of weights.
  func filtered(_ weights: [Float]) -> GreyPicture { filtered(rows: weights, columns: weights) }

  /// Filters along rows.
  private static func filterRows(_ values: [Float], _ weights: [Float]) -> [Float] {
    let radius = weights.count / 2
    // The edge values are repeated on both sides, so that no pixel is a special case.
    let width = side + 2 * radius
    var padded: [Float] = []
    padded.reserveCapacity(side * width)
    for start in stride(from: 0, to: side * side, by: side) {
      let row = values[start..<start + side]
      padded += repeatElement(values[start], count: radius)
      padded += row
      padded += repeatElement(values[start + side - 1], count: radius)
    }
    return summed(padded, weights) { row, place in row * width + place }
  }

  /// Filters along columns.
  private static func filterColumns(_ values: [Float], _ weights: [Float]) -> [Float] {
    summed(values, weights) { row, place in
      min(max(row + place - weights.count / 2, 0), side - 1) * side
    }
  }

  /// Adds up rows of values, each multiplied by its weight.
  ///
  /// - Parameters:
  ///   - values: the values.
  ///   - weights: the weights.
  ///   - start: where the summand for a row and a weight's place begins in the values.
  @inline(__always)
  private static func summed(
    _ values: [Float], _ weights: [Float], _ start: (_ row: Int, _ place: Int) -> Int
  ) -> [Float] {
    typealias Vector = SIMD8<Float>
    let bytes = MemoryLayout<Float>.size
    return [Float](unsafeUninitializedCapacity: side * side) { result, count in
      let result = UnsafeMutableRawBufferPointer(result)
      values.withUnsafeBytes { values in
        for row in 0..<side {
          for column in stride(from: 0, to: side, by: Vector.scalarCount) {
            var sum = Vector.zero
            for (place, weight) in weights.enumerated() {
              let offset = (start(row, place) + column) * bytes
              sum += weight * values.loadUnaligned(fromByteOffset: offset, as: Vector.self)
            }
            result.storeBytes(of: sum, toByteOffset: (row * side + column) * bytes, as: Vector.self)
          }
        }
      }
      count = side * side
    }
  }

  /// Combines two pictures value by value.
  ///
  /// - Parameters:
  ///   - other: the second picture.
  ///   - combine: computes the result from a value of each.
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
