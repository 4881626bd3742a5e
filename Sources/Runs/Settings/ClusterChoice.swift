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

extension ClusterChoice: LosslessStringConvertible {
  /// The number, or `auto`.
  public var description: String {
    if case .number(let number) = self { "\(number)" } else { Self.automaticName }
  }
}

extension ClusterChoice: WordOrNumber {
  static let rule = "clusters is a number or auto"
}
