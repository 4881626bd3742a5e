extension LedgerSummary {
  /// A sentence with the sums, and the videos of which something is missing.
  var markup: [String] {
    let videos = complete + partial + skipped
    let sums =
      "\(Printed.count(videos, "video")): \(Printed.count(complete)) complete, "
      + "\(Printed.count(partial)) partial, \(Printed.count(skipped)) skipped. "
      + "\(Printed.count(frames, "frame")) and \(Printed.count(pairs, "pair")) to learn from."
    let table = Markup.table(
      caption: "Partial and skipped videos", kind: "texts", columns: ["Video", "Status", "Reason"],
      rows: troubles.map {
        [Markup.escaped($0.video), Markup.escaped($0.status), Markup.escaped($0.reason)]
      })
    return ["<p>\(sums)</p>", folded(table)]
  }

  private func folded(_ table: String) -> String {
    guard troubles.count > 20 else { return table }
    return "<details>\n<summary>\(Printed.count(troubles.count, "partial or skipped video"))"
      + "</summary>\n\(table)\n</details>"
  }
}
