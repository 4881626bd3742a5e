import Basics

/// A vector of numbers for each of some frames (or videos), one a row.
public struct Features: Equatable, Sendable {
  /// How many vectors there are.
  public let rows: Int
  /// How many numbers a vector has.
  public let dimension: Int
  /// All numbers, row by row.
  public let values: [Float]

  /// Puts vectors together.
  ///
  /// - Parameters:
  ///   - rows: how many vectors there are.
  ///   - dimension: how many numbers a vector has.
  ///   - values: rows × dimension numbers, row by row.
  public init(rows: Int, dimension: Int, values: [Float]) {
    precondition(values.count == rows * dimension, "features must fill their rows")
    self.rows = rows
    self.dimension = dimension
    self.values = values
  }

  /// One vector.
  public subscript(row: Int) -> ArraySlice<Float> {
    values[row * dimension..<(row + 1) * dimension]
  }

  /// Makes sure that every number is finite, since one that is not spoils every distance.
  ///
  /// - Throws: ``DiscoveryError/notFinite(row:column:)``, naming the first that is not.
  public func checkFinite() throws {
    guard let index = values.firstIndex(where: { !$0.isFinite }) else { return }
    throw DiscoveryError.notFinite(row: index / dimension, column: index % dimension)
  }
}
