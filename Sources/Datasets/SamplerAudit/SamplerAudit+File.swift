import Basics
import Foundation

extension SamplerAudit {
  /// The text of `sampling.json`: keys in alphabetic order, a line each, and the warnings in words.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(Document(audit: self)), as: UTF8.self) + "\n"
  }

  /// Writes `sampling.json` durably.
  ///
  /// - Throws: `SystemCallError` if it can't be written.
  package func write(to path: String) throws {
    try DurableFile.write(try json(), to: path)
  }

  /// Reads what ``write(to:)`` wrote.
  ///
  /// - Throws: `MalformedJSON`, `OversizedFile`, or a `SystemCallError`.
  package init(contentsOf path: String) throws {
    self = try JSONFile.read(path, keys: .convertFromSnakeCase)
  }

  /// The audit's numbers, and beside them what follows from them.
  private struct Document: Encodable {
    let audit: SamplerAudit

    enum CodingKeys: CodingKey { case warnings }

    func encode(to encoder: any Encoder) throws {
      try audit.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(audit.warnings.map(\.description), forKey: .warnings)
    }
  }
}
