/// A setting that is a number or a word, in files as on the command line.
protocol WordOrNumber: LosslessStringConvertible, Codable {
  /// What it may be, such as `clusters is a number or auto`.
  static var rule: String { get }
}

extension WordOrNumber {
  /// Reads a word or a number.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: Self.rule)
    }
    self = value
  }

  /// Writes the number as one, or the word.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let number = Int(description) {
      try container.encode(number)
    } else {
      try container.encode(description)
    }
  }
}
