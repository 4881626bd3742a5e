import Foundation

/// Values in files of JSON.
package enum JSONFile {
  /// Reads a value.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - keys: how names in the file become those of properties.
  /// - Throws: ``MalformedJSON``, ``OversizedFile``, or a ``SystemCallError``.
  package static func read<Value: Decodable>(
    _ path: String, keys: JSONDecoder.KeyDecodingStrategy = .useDefaultKeys
  ) throws -> Value {
    let bytes = try BoundedFile.bytes(path, atMost: BoundedFile.mostOfTable)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = keys
    do {
      return try decoder.decode(Value.self, from: bytes)
    } catch {
      throw MalformedJSON(path: path, reason: reason(of: error))
    }
  }

  private static func reason(of error: any Error) -> String {
    func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "it has no \(name(context.codingPath + [key]))"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return "\(name(context.codingPath)) has a value of the wrong kind"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "\(name(context.codingPath)): \(context.debugDescription)"
    default:
      return "it is not JSON"
    }
  }
}

/// A file of JSON that does not hold what it should.
package struct MalformedJSON: ExplainedError, Equatable {
  /// The file.
  package var path: String
  /// What is wrong with it.
  package var reason: String

  /// The file's, never the request's.
  package var blame: Blame { .execution }
  /// Such as `reading metrics.json: it has no clusters; remove the file and have it made again`.
  package var description: String {
    "reading \(path): \(reason); remove the file and have it made again"
  }
}
