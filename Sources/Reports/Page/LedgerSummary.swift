import Basics
import Foundation
import Videos

/// What became of the videos of a collection: the sums of a ledger, and the videos of which something is
/// missing.
package struct LedgerSummary: Sendable {
  /// Videos read from beginning to end.
  package let ok: Int
  /// Videos read in part.
  package let partial: Int
  /// Videos of which nothing is used.
  package let skipped: Int
  /// Frames decoded.
  package let frames: Int
  /// Frames stored as queries.
  package let queries: Int
  /// Frames stored as successors.
  package let successors: Int
  /// The rows of the partial and skipped videos.
  package let troubles: [LedgerRow]

  /// Sums up a ledger.
  package init(_ ledger: Ledger) {
    let rows = ledger.rows
    ok = rows.count { $0.status == .ok }
    partial = rows.count { $0.status == .partial }
    skipped = rows.count { $0.status == .skipped }
    frames = rows.reduce(0) { $0 + $1.frames }
    queries = rows.reduce(0) { $0 + $1.queries }
    successors = rows.reduce(0) { $0 + $1.successors }
    troubles = rows.filter { $0.status != .ok }
  }

  /// What `unreel prepare` prints for a person.
  package var sentence: String {
    "\(ok) videos read whole, \(partial) in part, \(skipped) skipped; of \(frames) frames "
      + "\(queries) queries and \(successors) successors are kept."
  }

  /// What `unreel prepare --json` prints.
  package func json() throws -> String {
    struct Sums: Encodable {
      let ok, partial, skipped, frames, queries, successors: Int
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let sums = Sums(
      ok: ok, partial: partial, skipped: skipped, frames: frames, queries: queries,
      successors: successors)
    return String(decoding: try encoder.encode(sums), as: UTF8.self)
  }

  /// A sentence with the sums for the page, and a table of the videos of which something is missing.
  var markup: [String] {
    let sums =
      "\(Printed.count(ok + partial + skipped, "video")): \(Printed.count(ok)) complete, "
      + "\(Printed.count(partial)) partial, \(Printed.count(skipped)) skipped. "
      + "\(Printed.count(queries, "frame")) and \(Printed.count(successors, "pair")) to learn from."
    let table = Markup.table(
      caption: "Partial and skipped videos", kind: "texts", columns: ["Video", "Status", "Reason"],
      rows: troubles.map {
        [Markup.escaped($0.video), Markup.escaped($0.status.rawValue), Markup.escaped($0.reason)]
      })
    return ["<p>\(sums)</p>", folded(table)]
  }

  private func folded(_ table: String) -> String {
    guard troubles.count > 20 else { return table }
    return "<details>\n<summary>\(Printed.count(troubles.count, "partial or skipped video"))"
      + "</summary>\n\(table)\n</details>"
  }
}
