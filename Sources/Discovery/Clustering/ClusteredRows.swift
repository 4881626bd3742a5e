import Tensors

/// The rows that are clustered, ready for products with vectors around their mean.
///
/// x and v around the mean m have (x − m)·(v − m) = x·(v − m) − m·(v − m). So the rows can stay where they
/// are, which saves the time and the memory of a second copy, unless they lie so far from 0 that 32 bits
/// would lose by it: then they are centred, as ``CentredRows`` are.
struct ClusteredRows {
  let features: Features
  let moments: RowMoments
  /// The rows as they are, or centred.
  private let tensor: Tensor
  private let isCentred: Bool

  /// Prepares rows.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - lent: the same, rows × dimension; to be there as long as this is.
  ///   - threads: how many threads compute.
  init(_ features: Features, lent: Tensor, threads: Int) throws {
    self.features = features
    moments = RowMoments(features, threads: threads)
    let ofMean = moments.mean.reduce(0) { $0 + Double($1) * Double($1) }
    let spread = moments.squaredLengths.reduce(0, +) / Double(max(features.rows, 1))
    isCentred = ofMean > Self.farthest * spread
    tensor = isCentred ? try CentredRows(features, moments).tensor : lent
  }

  /// Some of the rows, centred.
  func centredRows(_ numbers: [Int]) throws -> Tensor {
    let rows = try tensor.rows(numbers)
    if !isCentred { try rows.add(Tensor(moments.mean), times: -1) }
    return rows
  }

  /// Passes the centred rows' products with centred vectors, in blocks as
  /// ``CentredRows/forEachBlockOfProducts(with:_:)`` does.
  func forEachBlockOfProducts(
    with vectors: Tensor, _ body: (Range<Int>, Tensor) throws -> Void
  ) throws {
    let offsets = try offsets(of: vectors)
    try tensor.forEachBlockOfProducts(with: vectors) { rows, products in
      if let offsets { try products.add(offsets, times: -1) }
      try body(rows, products)
    }
  }

  /// The centred rows' products with a few centred vectors, rows × count.
  func products(withFew vectors: Tensor) throws -> Tensor {
    let products = try tensor.products(withFew: vectors)
    if let offsets = try offsets(of: vectors) { try products.add(offsets, times: -1) }
    return products
  }

  /// The mean's products with vectors, which those of rows that are not centred have too much.
  private func offsets(of vectors: Tensor) throws -> Tensor? {
    if isCentred { return nil }
    let (count, dimension) = (vectors.shape[0], features.dimension)
    let numbers = try vectors.floats()
    return try Tensor(
      (0..<count).map { vector in
        Float(
          (0..<dimension).reduce(0.0) {
            $0 + Double(moments.mean[$1]) * Double(numbers[vector * dimension + $1])
          })
      })
  }

  /// How long the mean may be, squared, beside the rows' mean squared distance from it: products are then
  /// of numbers at most four times as large as they need be, two of 24 bits.
  private static let farthest = 16.0
}
