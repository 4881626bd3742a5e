import Foundation

/// The project's JSON: one writer and one reader.
///
/// Keys are sorted, so equal values give equal bytes. Slashes are not escaped.
package enum JSONFile {
  /// How the names of properties become keys.
  package enum Keys: Sendable {
    /// Keys are the names of the coding keys.
    case asDeclared
    /// `videoLevel` becomes `video_level`, and back.
    case snakeCase
  }

  /// Encodes a value as an indented text that ends in a line break.
  ///
  /// - Parameters:
  ///   - value: the value.
  ///   - keys: how the names of properties become keys.
  /// - Throws: `EncodingError` if a number is not finite, because JSON has no such numbers.
  package static func text(of value: some Encodable, keys: Keys = .asDeclared) throws -> String {
    try encoded(value, keys: keys, formatting: .prettyPrinted) + "\n"
  }

  /// Encodes a value as one line, without a line break at its end.
  ///
  /// - Parameters:
  ///   - value: the value.
  ///   - keys: how the names of properties become keys.
  /// - Throws: `EncodingError` if a number is not finite, because JSON has no such numbers.
  package static func line(of value: some Encodable, keys: Keys = .asDeclared) throws -> String {
    try encoded(value, keys: keys, formatting: [])
  }

  /// Writes the text of ``text(of:keys:)`` durably.
  ///
  /// - Parameters:
  ///   - value: the value.
  ///   - path: the file's path; the folder must exist.
  ///   - keys: how the names of properties become keys.
  /// - Throws: `EncodingError` if a number is not finite, or ``SystemCallError``.
  package static func write(
    _ value: some Encodable, to path: String, keys: Keys = .asDeclared
  ) throws {
    try DurableFile.write(try text(of: value, keys: keys), to: path)
  }

  /// Reads a value.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - keys: how the names of properties became keys.
  /// - Throws: ``MalformedJSON``, ``OversizedFile``, or ``SystemCallError``.
  package static func read<Value: Decodable>(
    _ path: String, keys: Keys = .asDeclared
  ) throws -> Value {
    let bytes = try BoundedFile.bytes(path, atMost: BoundedFile.mostOfTable)
    let decoder = JSONDecoder()
    if keys == .snakeCase { decoder.keyDecodingStrategy = .convertFromSnakeCase }
    do {
      return try decoder.decode(Value.self, from: bytes)
    } catch {
      throw MalformedJSON(path: path, reason: reason(of: error))
    }
  }

  private static func encoded(
    _ value: some Encodable, keys: Keys, formatting: JSONEncoder.OutputFormatting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    if keys == .snakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
    return String(decoding: try encoder.encode(value), as: UTF8.self)
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

/// A JSON file that does not hold the expected value.
public struct MalformedJSON: ExplainedError, Equatable {
  /// The file's path.
  public var path: String
  /// What is wrong with the file.
  public var reason: String

  /// Always ``Blame/execution``.
  public var blame: Blame { .execution }

  /// For example `reading metrics.json: it has no clusters; remove the file, and run the command that writes it`.
  public var description: String {
    "reading \(path): \(reason); remove the file, and run the command that writes it"
  }
}
