import Basics
import Numerics

/// The nearest others of every frame, or of every video: `nearest_frames.npy` and `nearest_videos.npy`.
///
/// A row has the numbers of other rows, nearest first. It ends with -1 where there are fewer others.
public struct NearestTable: Equatable, Sendable {
  /// How many others a row has room for.
  public let count: Int
  private let numbers: [Int32]

  /// How many nearest others are kept.
  static let kept = 8

  /// Takes what a search found.
  package init(_ neighbours: NearestNeighbours) {
    (count, numbers) = (neighbours.count, neighbours.rows.map { Int32($0) })
  }

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - rows: the number of rows that it must have.
  /// - Throws: `MalformedNPY`, also if a row names a row that there is not, or `SystemCallError`.
  public init(reading path: String, rows: Int) throws {
    let table = try NPY.read(path, as: Int32.self)
    guard table.rows == rows else {
      throw MalformedNPY(path: path, reason: "it has \(table.rows) rows, not \(rows)")
    }
    guard table.values.allSatisfy({ (-1..<Int32(rows)).contains($0) }) else {
      throw MalformedNPY(path: path, reason: "it names rows beyond its \(rows) rows")
    }
    (count, numbers) = (table.columns, table.values)
  }

  /// The numbers of the others that are nearest to a row, nearest first.
  public subscript(row: Int) -> [Int] {
    numbers[row * count..<(row + 1) * count].filter { $0 >= 0 }.map(Int.init)
  }

  /// The mean share of a row's nearest others that another table of the same rows has too.
  ///
  /// - Parameter other: the other table.
  /// - Returns: a share from 0 to 1; rows without others don't count.
  package func shared(with other: NearestTable) -> Double {
    let shares = (0..<numbers.count / max(count, 1)).compactMap { row -> Double? in
      let own = self[row]
      return own.isEmpty
        ? nil : Double(Set(own).intersection(other[row]).count) / Double(own.count)
    }
    return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
  }

  /// Writes the table, durably.
  ///
  /// - Throws: `SystemCallError`.
  package func write(to path: String) throws {
    try NPY.write(numbers, rows: numbers.count / max(count, 1), columns: count, to: path)
  }
}
