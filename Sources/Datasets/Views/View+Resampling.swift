extension View {
  /// Cuts out a part of a stored frame and brings it to another size, rows first, since a row of bytes is
  /// read as it lies.
  func resample(
    _ frame: UnsafeBufferPointer<UInt8>, side stored: Int,
    into picture: UnsafeMutableBufferPointer<Pixel>, side: Int
  ) {
    let length = Double(stored)
    let columns = AxisWeights(
      count: stored, start: cut.left * length, extent: cut.width * length, target: side,
      isMirrored: isMirrored)
    let rows = AxisWeights(
      count: stored, start: cut.top * length, extent: cut.height * length, target: side)
    let used = columns.used
    // The last pixel is read with a fourth number behind it.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * used.count + 1) { sums in
      for y in 0..<side {
        sums.initialize(repeating: 0)
        for tap in 0..<rows.length {
          let weight = rows.weights[y * rows.length + tap]
          let source = ((rows.starts[y] + tap) * stored + used.lowerBound) * 3
          let row = UnsafeBufferPointer(rebasing: frame[source..<source + 3 * used.count])
          // Without an addition inside that might overflow, four numbers are added at once.
          for index in row.indices { sums[index] += weight * Float(row[index]) }
        }
        let read = UnsafeRawBufferPointer(sums)
        for x in 0..<side {
          var pixel = Pixel()
          let source = columns.starts[x] - used.lowerBound
          for tap in 0..<columns.length {
            pixel +=
              columns.weights[x * columns.length + tap]
              * read.loadUnaligned(
                fromByteOffset: 3 * (source + tap) * MemoryLayout<Float>.stride, as: Pixel.self)
          }
          picture[y * side + x] = pixel
        }
      }
    }
  }
}
