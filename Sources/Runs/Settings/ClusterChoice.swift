/// K, or that it is to be found out.
public enum ClusterChoice: Equatable, Sendable {
  /// A number of clusters.
  case number(Int)
  /// As many as the features' silhouettes speak for.
  case automatic

  /// What files and options call that.
  static let automaticName = "auto"

  /// Reads a number, or `auto`; nil for anything else.
  public init?(_ text: String) {
    if text == Self.automaticName {
      self = .automatic
    } else if let number = Int(text) {
      self = .number(number)
    } else {
      return nil
    }
  }
}

extension ClusterChoice: ExpressibleByIntegerLiteral {
  /// A number of clusters.
  public init(integerLiteral number: Int) { self = .number(number) }
}

extension ClusterChoice: CustomStringConvertible {
  /// The number, or `auto`.
  public var description: String {
    if case .number(let number) = self { "\(number)" } else { Self.automaticName }
  }
}

extension ClusterChoice: Codable {
  /// Reads a number, or `auto`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let choice = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "clusters is a number or auto")
    }
    self = choice
  }

  /// Writes a number, or `auto`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .automatic: try container.encode(Self.automaticName)
    }
  }
}
