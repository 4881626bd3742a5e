import Basics
import Foundation

/// By what a file is taken to be as it was, without reading it.
struct FileStamp: Equatable {
  /// Its size in bytes.
  let bytes: Int
  /// When it was last written, in nanoseconds since 1970.
  let modified: Int

  /// Asks the system.
  ///
  /// - Throws: ``SystemCallError``.
  init(of path: String) throws {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw SystemCallError(action: "reading", path: path)
    }
    bytes = Int(information.st_size)
    modified = information.st_mtim.tv_sec * 1_000_000_000 + information.st_mtim.tv_nsec
  }

  /// The stamp that a row of the ledger has.
  init(in row: LedgerRow) {
    (bytes, modified) = (row.bytes, row.modified)
  }
}
