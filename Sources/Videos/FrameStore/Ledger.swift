import Basics

/// What became of every file of a collection: one row each, sorted by the bytes of their names.
public struct Ledger: Equatable, Sendable {
  /// The rows.
  public var rows: [LedgerRow]

  /// Collects rows.
  init(rows: [LedgerRow]) {
    self.rows = rows.sorted { $0.video.utf8.lexicographicallyPrecedes($1.video.utf8) }
  }

  /// Reads a ledger.
  ///
  /// - Parameter path: the file, `ledger.csv` of a frame store.
  /// - Throws: ``MalformedFile``, or a ``SystemCallError`` where it can't be read.
  public init(path: String) throws {
    var videos: Set<String> = []
    rows = try Table.read(path, columns: LedgerRow.columns) { row in
      let entry = try LedgerRow(row, path: path)
      guard videos.insert(entry.video).inserted else {
        throw MalformedFile(path: path, line: row.line, reason: "\(entry.video) is there twice")
      }
      return entry
    }
  }

  /// The rows of videos of which frames were stored.
  public var usable: [LedgerRow] { rows.filter { $0.status != .skipped } }

  /// The ledger as a file's text.
  var text: String { CommaSeparated.row(LedgerRow.columns) + rows.map(\.line).joined() }
}
