import Foundation

/// The keys `name`, `state` (`ok`, `slow` or `broken`) and `detail`, and where something is wrong
/// `because` and `mend`.
extension Finding: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, state, detail, because, mend
  }

  /// Writes a finding.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(detail, forKey: .detail)
    switch state {
    case .ok:
      try container.encode("ok", forKey: .state)
    case .slow(let because, let mend):
      try container.encode("slow", forKey: .state)
      try container.encode(because, forKey: .because)
      try container.encode(mend, forKey: .mend)
    case .broken(let because, let mend):
      try container.encode("broken", forKey: .state)
      try container.encode(because, forKey: .because)
      try container.encode(mend, forKey: .mend)
    }
  }

  /// The text of `unreel doctor --json`: a list of findings.
  package static func json(_ findings: [Finding]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(findings), as: UTF8.self) + "\n"
  }
}
