import Discovery
import Foundation
import Reports

extension Settings {
  /// Every setting as a name and a text, in the order of `config.yaml`.
  func named() throws -> [NamedText] {
    var section = ""
    return try yaml().split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      if !line.hasPrefix(" ") { section = value.isEmpty ? name + "." : "" }
      return value.isEmpty ? nil : NamedText(line.hasPrefix(" ") ? section + name : name, value)
    }
  }

  /// What the collection is called: the last part of its folder's path.
  var collectionName: String {
    let path = videos ?? frames
    return path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension Discovery.EvaluationSettings {
  /// What the evaluation adds to a run's settings.
  func named() -> [NamedText] {
    [NamedText("evaluation.k", "\(k)"), NamedText("evaluation.checkpoint", checkpoint ?? "none")]
  }
}
