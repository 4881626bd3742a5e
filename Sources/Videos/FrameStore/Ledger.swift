import Basics
import Foundation

/// What became of every file of a collection: one row per file, sorted by the bytes of their names.
public struct Ledger: Equatable, Sendable {
  /// The rows.
  public var rows: [LedgerRow]

  /// Sorts rows into a ledger.
  ///
  /// - Parameter rows: the rows, in any order.
  init(rows: [LedgerRow]) {
    self.rows = rows.sorted { $0.video.utf8.lexicographicallyPrecedes($1.video.utf8) }
  }

  /// Reads a ledger.
  ///
  /// - Parameter path: the file, `ledger.csv` of a frame store.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the file cannot be read.
  public init(path: String) throws {
    var videos: Set<String> = []
    rows = try Table.read(
      path, columns: LedgerRow.columns, optional: [LedgerRow.folderColumn]
    ) { row in
      let entry = try LedgerRow(row, path: path)
      guard videos.insert(entry.video).inserted else {
        throw MalformedFile(path: path, line: row.line, reason: "\(entry.video) is there twice")
      }
      return entry
    }
  }

  /// The rows of videos that have stored frames.
  public var usable: [LedgerRow] { rows.filter { $0.status != .skipped } }

  /// The text of `ledger.csv`.
  ///
  /// It has the column `folder` only if a video needs it.
  var text: String { text(namesFolders: rows.contains { !$0.folder.isEmpty }) }

  /// The text of `ledger.csv`, with or without the column `folder`.
  fileprivate func text(namesFolders: Bool) -> String {
    CommaSeparated.row(LedgerRow.columns + (namesFolders ? [LedgerRow.folderColumn] : []))
      + rows.map { $0.line(namesFolders: namesFolders) }.joined()
  }
}

/// The ledger of a preparation that is not finished: `ledger.partial.csv`.
///
/// It gets one line per finished video, as soon as the video is finished.
final class PartialLedger: Sendable {
  private let path: String
  private let descriptor: Int32
  private let namesFolders: Bool

  /// Begins the file anew.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - rows: the rows that earlier runs left.
  ///   - namesFolders: whether rows that follow may name a folder.
  /// - Throws: `SystemCallError`.
  init(path: String, rows: [LedgerRow], namesFolders: Bool = false) throws {
    self.path = path
    self.namesFolders = namesFolders || rows.contains { !$0.folder.isEmpty }
    try DurableFile.write(Ledger(rows: rows).text(namesFolders: self.namesFolders), to: path)
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
  }

  deinit { close(descriptor) }

  /// Adds a row and hands it to the system at once.
  ///
  /// - Parameter row: the row.
  /// - Throws: `SystemCallError`.
  func append(_ row: LedgerRow) throws {
    let bytes = Array(row.line(namesFolders: namesFolders).utf8)
    let written = write(descriptor, bytes, bytes.count)
    guard written == bytes.count else { throw SystemCallError(action: "writing", path: path) }
  }

  /// Reads the rows that a run left behind, whenever it ended.
  ///
  /// An incomplete last row is ignored.
  ///
  /// - Parameter path: the file.
  /// - Returns: the rows; none if there is no file.
  /// - Throws: `MalformedFile` if a complete row is wrong, or `SystemCallError`.
  static func rows(at path: String) throws -> [LedgerRow] {
    guard Folder.isFile(path) else { return [] }
    return try Table.readWholeRows(
      path, columns: LedgerRow.columns, optional: [LedgerRow.folderColumn]
    ) {
      try LedgerRow($0, path: path)
    }
  }
}
