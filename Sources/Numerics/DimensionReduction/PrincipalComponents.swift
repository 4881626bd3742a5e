import Basics
import Tensors

/// The principal components of features: the projections on the directions in which they vary most.
public struct PrincipalComponents: Sendable {
  /// The features' projections, rows × components.
  ///
  /// The sign of a component is arbitrary; here its largest number by size is positive.
  public let projected: Features
  /// The variance along every component (divided by rows − 1), largest first.
  public let variances: [Double]

  /// Projects features on their first principal components.
  ///
  /// With up to `exactLimit` rows or dimensions the components are exact. They come from the
  /// eigenvectors of the smaller of the two Gram matrices, in double precision. Beyond, they come
  /// from randomised subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1)
  /// with ten more directions than are kept and seven rounds, as in scikit-learn.
  ///
  /// - Parameters:
  ///   - count: the number of components; fewer if there are fewer rows or dimensions.
  ///   - features: the rows.
  ///   - seed: the seed of the randomised method.
  /// - Throws: `TensorError`, or ``NumericsError/notFinite(row:column:)``.
  /// - Complexity: O(rows × dimension × min(rows, dimension)), or O(rows × dimension × count).
  public init(_ count: Int, of features: Features, seed: UInt64) throws {
    try features.checkFinite()
    let smaller = min(features.rows, features.dimension)
    let kept = min(count, smaller)
    guard kept > 0 else {
      projected = Features(rows: features.rows, dimension: 0, values: [])
      variances = []
      return
    }
    let (scores, squares) = try withoutGradients {
      // Eigenvalues are computed on the processor.
      let centred = try CentredRows(features, threads: LibTorch.threads).tensor.moved(to: .cpu)
      return smaller <= Self.exactLimit
        ? try Self.exact(centred, kept: kept) : try Self.randomised(centred, kept: kept, seed: seed)
    }
    projected = Self.signed(scores, rows: features.rows, columns: kept)
    variances = squares.map { Double($0) / Double(max(features.rows - 1, 1)) }
  }

  /// The size of the largest Gram matrix that is decomposed exactly.
  private static let exactLimit = 1000

  /// Decomposes the smaller Gram matrix.
  ///
  /// - Returns: the projections, rows × kept, and every component's sum of squares.
  private static func exact(_ rows: Tensor, kept: Int) throws -> ([Float], [Float]) {
    let (height, width) = (rows.shape[0], rows.shape[1])
    if height <= width {
      let double = try rows.toDouble()
      let (values, vectors) = try double.matrixProduct(double.transposed()).largestEigen(kept)
      return (try (vectors * values.squareRoot()).floats(), try values.floats())
    }
    let gram = try Tensor.zeros([width, width]).toDouble()
    for start in stride(from: 0, to: height, by: 4096) {
      let block = try rows.narrowed(start: start, length: min(4096, height - start)).toDouble()
      try gram.add(block.transposed().matrixProduct(block))
    }
    let (values, vectors) = try gram.largestEigen(kept)
    return (try rows.matrixProduct(vectors.toFloat()).floats(), try values.floats())
  }

  /// Finds the components by randomised subspace iteration.
  ///
  /// - Returns: the projections, rows × kept, and every component's sum of squares.
  private static func randomised(
    _ rows: Tensor, kept: Int, seed: UInt64
  ) throws -> ([Float], [Float]) {
    let (height, width) = (rows.shape[0], rows.shape[1])
    let directions = min(kept + 10, min(height, width))
    var generator = SeededGenerator(seed: seed)
    let start = (0..<width * directions).map { _ in Float(generator.gaussian()) }
    let columns = try rows.transposed()
    var basis = try rows.matrixProduct(Tensor(start, shape: [width, directions])).orthonormalised()
    for _ in 0..<7 {
      let other = try columns.matrixProduct(basis).orthonormalised()
      basis = try rows.matrixProduct(other).orthonormalised()
    }
    let small = try basis.transposed().matrixProduct(rows).toDouble()
    let (values, vectors) = try small.matrixProduct(small.transposed()).largestEigen(kept)
    let scores = try basis.toDouble().matrixProduct(vectors) * values.squareRoot()
    return (try scores.floats(), try values.floats())
  }

  /// Gives every component the sign that makes its largest number by size positive.
  private static func signed(_ scores: [Float], rows: Int, columns: Int) -> Features {
    var scores = scores
    for column in 0..<columns {
      let positions = (0..<rows).map { $0 * columns + column }
      let largest = positions.max { abs(scores[$0]) < abs(scores[$1]) }
      guard let largest, scores[largest] < 0 else { continue }
      for position in positions { scores[position].negate() }
    }
    return Features(rows: rows, dimension: columns, values: scores)
  }
}

extension Tensor {
  /// Computes the largest eigenvalues of a positive semidefinite matrix, and their eigenvectors.
  ///
  /// The largest comes first. Eigenvalues that rounding has made negative become 0.
  fileprivate func largestEigen(_ count: Int) throws -> (values: Tensor, vectors: Tensor) {
    let (values, vectors) = try symmetricEigen()
    let total = shape[0]
    let kept = try values.narrowed(start: total - count, length: count).flipped(dimension: 0)
    return (
      try kept.clamped(below: 0),
      try vectors.narrowed(dimension: 1, start: total - count, length: count).flipped(dimension: 1)
    )
  }
}
