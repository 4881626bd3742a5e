extension Features {
  /// Passes the rows in blocks, so that what is computed of them needs little memory at a time.
  ///
  /// - Parameters:
  ///   - width: the most numbers that are computed of a row and held, at least the row's own.
  ///   - body: gets a copy of a block's rows: 64 MiB, as much as is computed of them.
  func forEachBlock(width: Int, _ body: (Features) throws -> Void) rethrows {
    let height = max(1, Self.blockElements / max(width, dimension, 1))
    for start in stride(from: 0, to: rows, by: height) {
      let end = min(start + height, rows)
      let block = Array(values[start * dimension..<end * dimension])
      try body(Features(rows: end - start, dimension: dimension, values: block))
    }
  }

  /// How many numbers are held at a time: 64 MiB of them.
  private static let blockElements = 1 << 24
}
