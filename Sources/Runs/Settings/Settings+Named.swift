import Evaluation
import Foundation
import Reports

extension Settings {
  /// Every setting as a name and a text, in the order of `config.yaml`.
  func named() throws -> [NamedText] {
    var section = ""
    var rows: [NamedText] = []
    for line in try yaml().split(separator: "\n") {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("- "), let row = rows.popLast() {
        let values = (row.text.isEmpty ? [] : [row.text]) + [String(text.dropFirst(2))]
        rows.append(NamedText(row.name, values.joined(separator: ", ")))
        continue
      }
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      if !line.hasPrefix(" ") { section = value.isEmpty ? parts[0] + "." : "" }
      rows.append(NamedText((line.hasPrefix(" ") ? section : "") + parts[0], value))
    }
    return rows.filter { !$0.text.isEmpty }
  }

  /// What the collection is called: the last part of its folder's path.
  var collectionName: String {
    let path = videos ?? frames
    return path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension EvaluationRecord {
  /// What the evaluation adds to a run's settings.
  func named() -> [NamedText] {
    [NamedText("evaluation.k", "\(k)"), NamedText("evaluation.checkpoint", checkpoint ?? "none")]
  }
}
