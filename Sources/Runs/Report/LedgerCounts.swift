import Foundation
import Videos

/// What `unreel prepare` says at its end.
public struct LedgerCounts: Codable, Equatable, Sendable {
  /// Videos read from beginning to end.
  public let ok: Int
  /// Videos read in part.
  public let partial: Int
  /// Videos of which nothing is used.
  public let skipped: Int
  /// Frames decoded.
  public let frames: Int
  /// Frames stored as queries.
  public let queries: Int
  /// Frames stored as successors.
  public let successors: Int

  /// Counts a ledger.
  public init(_ ledger: Ledger) {
    ok = ledger.rows.count { $0.status == .ok }
    partial = ledger.rows.count { $0.status == .partial }
    skipped = ledger.rows.count { $0.status == .skipped }
    frames = ledger.rows.reduce(0) { $0 + $1.frames }
    queries = ledger.rows.reduce(0) { $0 + $1.queries }
    successors = ledger.rows.reduce(0) { $0 + $1.successors }
  }

  /// For a person.
  public var sentence: String {
    "\(ok) videos read whole, \(partial) in part, \(skipped) skipped; of \(frames) frames "
      + "\(queries) queries and \(successors) successors are kept."
  }

  /// For a program.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
