import Tensors

/// Computes the squared Euclidean distance of two vectors in double precision.
///
/// - Parameters:
///   - left: `count` numbers.
///   - right: `count` numbers.
///   - count: the dimension.
func squaredDistance(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int
) -> Double {
  var sums = SIMD8<Double>.zero
  let vectors = count / 8
  let rawLeft = UnsafeRawPointer(left)
  let rawRight = UnsafeRawPointer(right)
  for vector in 0..<vectors {
    let offset = vector * 32
    let difference =
      SIMD8<Double>(rawLeft.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self))
      - SIMD8<Double>(rawRight.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self))
    sums += difference * difference
  }
  var sum = sums.sum()
  for index in vectors * 8..<count {
    let difference = Double(left[index]) - Double(right[index])
    sum += difference * difference
  }
  return sum
}

extension Features {
  /// Computes the squared Euclidean distance of two rows in double precision.
  public func squaredDistance(_ row: Int, _ other: Int) -> Double {
    withRows { start in
      guard let start else { return 0 }
      return Numerics.squaredDistance(
        start + row * dimension, start + other * dimension, count: dimension)
    }
  }
}

extension Features {
  /// Finds, for every row, the nearest row of some others.
  ///
  /// - Parameters:
  ///   - others: the other rows, at least one, of the same dimension.
  ///   - threads: the number of threads.
  /// - Returns: the numbers of the others; of equally near ones the lowest number.
  /// - Complexity: O(rows × others × dimension).
  package func nearestRows(of others: Features, threads: Int) -> [Int] {
    precondition(others.dimension == dimension && others.rows > 0, "rows to compare with")
    return filled(rows, with: 0, stretch: 64, threads: threads) { range, nearest in
      withRows { start in
        others.withRows { other in
          guard let start, let other else { return }
          for row in range {
            var best = (distance: Double.infinity, number: 0)
            for number in 0..<others.rows {
              let distance = Numerics.squaredDistance(
                start + row * dimension, other + number * dimension, count: dimension)
              if distance < best.distance { best = (distance, number) }
            }
            nearest[row] = best.number
          }
        }
      }
    }
  }
}

/// The mean of some rows, and every row's squared distance from it.
struct RowMoments {
  /// The mean: a number for each column.
  let mean: [Float]
  /// Every row's squared distance from the mean.
  let squaredLengths: [Double]

  /// Computes the mean and the distances.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - threads: the number of threads.
  /// - Complexity: O(rows × dimension).
  init(_ features: Features, threads: Int) {
    let mean = features.mean(threads: threads).map(Float.init)
    let dimension = features.dimension
    self.mean = mean
    squaredLengths = filled(features.rows, with: 0, stretch: 256, threads: threads) {
      rows, lengths in
      features.withRows { start in
        mean.withUnsafeBufferPointer { mean in
          guard let start, let mean = mean.baseAddress else { return }
          for row in rows {
            lengths[row] = squaredDistance(start + row * dimension, mean, count: dimension)
          }
        }
      }
    }
  }
}

/// Features with their mean subtracted, ready for distances from matrix products.
///
/// The formula ‖x − y‖² = ‖x‖² − 2 x·y + ‖y‖² loses precision in 32 bits if the rows are far from
/// the origin and near each other. Subtracting the mean first avoids this.
struct CentredRows {
  /// The rows before centring.
  let features: Features
  /// The centred rows, rows × dimension.
  let tensor: Tensor
  /// ‖x‖² of every centred row.
  let squaredLengths: [Double]

  /// Copies the rows and subtracts their mean.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - threads: the number of threads.
  /// - Throws: `TensorError`.
  init(_ features: Features, threads: Int) throws {
    let moments = RowMoments(features, threads: threads)
    self.features = features
    squaredLengths = moments.squaredLengths
    tensor = try Tensor(features.values, shape: [features.rows, features.dimension])
      .moved(to: .default)
    try tensor.add(Tensor(moments.mean).moved(toDeviceOf: tensor), times: -1)
  }

  /// Selects some centred rows, without a copy if they lie together and in order.
  func rows(_ numbers: [Int]) throws -> Tensor { try tensor.selected(numbers) }
}

/// Rows used in place, with products as if their mean were subtracted.
///
/// For rows x, vectors v and the mean m, (x − m)·(v − m) = x·(v − m) − m·(v − m). This saves the
/// time and the memory of a centred copy (``CentredRows``). In 32 bits its rounding error is
/// |m| / |x − m| times that of a copy, which is as large as the rounding error of the rows
/// themselves.
struct LentRows {
  /// The rows.
  let features: Features
  /// Their mean, and their squared distances from it.
  let moments: RowMoments
  private let tensor: Tensor

  /// Computes the mean of rows.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - lent: the same numbers, rows × dimension; they must live as long as this value.
  ///   - threads: the number of threads.
  /// - Throws: `TensorError`, if the rows don't fit in the memory of the default device.
  init(_ features: Features, lent: Tensor, threads: Int) throws {
    self.features = features
    moments = RowMoments(features, threads: threads)
    tensor = try lent.moved(to: .default)
  }

  /// Copies some rows and subtracts the mean.
  func centredRows(_ numbers: [Int]) throws -> Tensor {
    let rows = try tensor.rows(numbers)
    try rows.add(Tensor(moments.mean).moved(toDeviceOf: rows), times: -1)
    return rows
  }

  /// Computes the products of some centred rows with centred vectors, in blocks of rows.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the rows, in ascending order.
  ///   - vectors: count × dimension, with the mean subtracted.
  ///   - body: gets the numbers of a block's rows and their products, block × count.
  func forEachBlockOfProducts(
    of numbers: [Int], with vectors: Tensor, _ body: (ArraySlice<Int>, Tensor) throws -> Void
  ) throws {
    let products = try products(ofMeanWith: vectors)
    let columns = try vectors.moved(toDeviceOf: tensor).transposed()
    for block in Tensor.blocks(of: numbers.count, width: vectors.shape[0]) {
      let chosen = numbers[block]
      let part = try tensor.selected(Array(chosen))
      let found = try part.matrixProduct(columns)
      try found.add(products, times: -1)
      try body(chosen, found)
    }
  }

  /// Computes the centred rows' products with a few centred vectors at once, rows × count.
  func products(withFew vectors: Tensor) throws -> Tensor {
    let found = try tensor.products(withFew: vectors)
    try found.add(products(ofMeanWith: vectors), times: -1)
    return found
  }

  /// m·(v − m) of every vector.
  private func products(ofMeanWith vectors: Tensor) throws -> Tensor {
    let dimension = features.dimension
    let numbers = try vectors.floats()
    return try Tensor(
      stride(from: 0, to: numbers.count, by: max(dimension, 1)).map { start in
        Float(
          (0..<dimension).reduce(0.0) {
            $0 + Double(moments.mean[$1]) * Double(numbers[start + $1])
          })
      }
    ).moved(toDeviceOf: tensor)
  }
}

extension Tensor {
  /// Multiplies a matrix's rows with some vectors, in blocks of rows that bound the memory.
  ///
  /// - Parameters:
  ///   - vectors: count × columns.
  ///   - body: gets a block's rows, and their products with the vectors, block × count.
  /// - Throws: `TensorError`, or what `body` throws.
  /// - Complexity: O(rows × columns × count) time; 64 MiB for the products of a block.
  func forEachBlockOfProducts(
    with vectors: Tensor, _ body: (Range<Int>, Tensor) throws -> Void
  ) throws {
    let columns = try vectors.transposed()
    for rows in Self.blocks(of: shape[0], width: vectors.shape[0]) {
      let block = try narrowed(start: rows.lowerBound, length: rows.count)
      try body(rows, block.matrixProduct(columns))
    }
  }

  /// Divides rows into blocks that bound the memory for their products.
  ///
  /// - Parameters:
  ///   - count: the number of rows.
  ///   - width: the number of products of a row.
  fileprivate static func blocks(of count: Int, width: Int) -> [Range<Int>] {
    let height = max(1, blockElements / max(1, width))
    return stride(from: 0, to: count, by: height).map { $0..<min($0 + height, count) }
  }

  /// Selects some rows, without a copy if they lie together and in order.
  fileprivate func selected(_ numbers: [Int]) throws -> Tensor {
    guard let first = numbers.first, numbers.elementsEqual(first..<first + numbers.count) else {
      return try rows(numbers)
    }
    return try narrowed(start: first, length: numbers.count)
  }

  /// The number of products in a block: 64 MiB.
  private static let blockElements = 1 << 24
}
