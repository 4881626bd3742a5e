import Reports
import Videos

extension LedgerSummary {
  /// The sums of a ledger, and the videos of which something is missing.
  init(_ ledger: Ledger) {
    let rows = ledger.rows
    self.init(
      complete: rows.count { $0.status == .ok }, partial: rows.count { $0.status == .partial },
      skipped: rows.count { $0.status == .skipped }, frames: rows.reduce(0) { $0 + $1.queries },
      pairs: rows.reduce(0) { $0 + $1.successors },
      troubles: rows.filter { $0.status != .ok }.map {
        Trouble(video: $0.video, status: $0.status.rawValue, reason: $0.reason)
      })
  }
}
