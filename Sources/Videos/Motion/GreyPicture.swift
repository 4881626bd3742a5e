/// A small square picture of brightness, as optical flow is computed from.
package struct GreyPicture {
  /// Width and height in pixels, a multiple of eight.
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
    // With the edges' numbers repeated on both sides, the middle is like the edges.
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

  private static func filterColumns(_ values: [Float], _ weights: [Float]) -> [Float] {
    summed(values, weights) { row, place in
      min(max(row + place - weights.count / 2, 0), side - 1) * side
    }
  }

  /// Adds up rows, each times its weight.
  ///
  /// - Parameter start: where the row lies that counts for one by a weight, given both numbers.
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
