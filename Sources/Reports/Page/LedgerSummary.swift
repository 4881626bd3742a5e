import Basics
import Foundation
import Videos

/// What happened to the videos of a collection: the sums of a ledger, and the videos with problems.
package struct LedgerSummary: Sendable {
  /// The number of videos that were read completely.
  let complete: Int
  /// The number of videos that were read in part.
  let partial: Int
  /// The number of videos that are not used.
  let skipped: Int
  /// The number of decoded frames.
  let frames: Int
  /// The number of frames that are stored as queries.
  let queries: Int
  /// The number of frames that are stored as successors.
  let successors: Int
  /// The rows of the partial and skipped videos.
  let troubles: [LedgerRow]

  /// Sums up a ledger.
  ///
  /// - Parameter ledger: the ledger of a frame store.
  package init(_ ledger: Ledger) {
    let rows = ledger.rows
    complete = rows.count { $0.status == .ok }
    partial = rows.count { $0.status == .partial }
    skipped = rows.count { $0.status == .skipped }
    frames = rows.reduce(0) { $0 + $1.frames }
    queries = rows.reduce(0) { $0 + $1.queries }
    successors = rows.reduce(0) { $0 + $1.successors }
    troubles = rows.filter { $0.status != .ok }
  }

  /// The sums as a sentence, which `unreel prepare` prints.
  package var sentence: String {
    "\(complete) videos read whole, \(partial) in part, \(skipped) skipped; of \(frames) frames "
      + "\(queries) queries and \(successors) successors are kept."
  }

  /// Writes the sums as JSON, which `unreel prepare --json` prints.
  ///
  /// - Returns: an object with the keys `ok`, `partial`, `skipped`, `frames`, `queries`, `successors`.
  /// - Throws: `EncodingError`, which does not happen for counts.
  package func json() throws -> String {
    let sums = [
      "ok": complete, "partial": partial, "skipped": skipped, "frames": frames,
      "queries": queries, "successors": successors,
    ]
    return try JSONFile.text(of: sums)
  }

  /// The sums as a paragraph, and a table of the partial and skipped videos.
  var html: [String] {
    let sums =
      "\(NumberText.count(complete + partial + skipped, "video")): "
      + "\(NumberText.count(complete)) complete, \(NumberText.count(partial)) partial, "
      + "\(NumberText.count(skipped)) skipped. \(NumberText.count(queries, "frame")) and "
      + "\(NumberText.count(successors, "pair")) to learn from."
    let table = HTML.table(
      caption: "Partial and skipped videos", kind: "texts", columns: ["Video", "Status", "Reason"],
      rows: troubles.map {
        [HTML.escaped($0.video), HTML.escaped($0.status.rawValue), HTML.escaped($0.reason)]
      })
    return ["<p>\(sums)</p>", folded(table)]
  }

  /// Hides a long table until the reader clicks on its summary.
  private func folded(_ table: String) -> String {
    guard troubles.count > 20 else { return table }
    return HTML.folded(NumberText.count(troubles.count, "partial or skipped video"), table)
  }
}
