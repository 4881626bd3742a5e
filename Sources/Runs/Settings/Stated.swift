/// A setting that may be none, and says so in its file: leaving it out there means its default.
@propertyWrapper
public struct Stated<Value: Codable & Equatable & Sendable>:
  Codable, Equatable, Sendable
{
  /// The value, or nil for none.
  public var wrappedValue: Value?

  /// States a value, or none.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Reads a value, or null.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  /// Writes the value, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
