import Basics
import Foundation

/// The rows of videos that are done while others are not, a line each, written as they come.
final class PartialLedger: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Begins the file anew, with rows that an earlier run left.
  ///
  /// - Throws: ``SystemCallError``.
  init(path: String, rows: [LedgerRow]) throws {
    self.path = path
    try DurableFile.write(Ledger(rows: rows).text, to: path)
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
  }

  deinit { close(descriptor) }

  /// Adds a row, handed to the system at once.
  ///
  /// - Throws: ``SystemCallError``.
  func append(_ row: LedgerRow) throws {
    let bytes = Array(row.line.utf8)
    let written = write(descriptor, bytes, bytes.count)
    guard written == bytes.count else { throw SystemCallError(action: "writing", path: path) }
  }

  /// Reads the rows that a run which ended at any moment left behind; a torn last one is left out.
  ///
  /// - Throws: `MalformedFile` where a whole row is wrong, or a `SystemCallError`.
  static func rows(at path: String) throws -> [LedgerRow] {
    guard Folder.isFile(path) else { return [] }
    return try Table.readWholeRows(path, columns: LedgerRow.columns) {
      try LedgerRow($0, path: path)
    }
  }
}
