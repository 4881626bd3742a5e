/// Which checkpoint of a run is evaluated.
public enum CheckpointChoice: Equatable, Sendable {
  /// The newest.
  case latest
  /// The one whose features are judged best without labels.
  case automatic
  /// The one at an epoch's end.
  case number(Int)

  private enum Name {
    static let latest = "latest"
    static let automatic = "auto"
  }

  /// Reads `latest`, `auto` or a number; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case Name.latest: self = .latest
    case Name.automatic: self = .automatic
    default:
      guard let number = Int(text), number >= 0 else { return nil }
      self = .number(number)
    }
  }
}

extension CheckpointChoice: LosslessStringConvertible {
  /// `latest`, `auto` or the number.
  public var description: String {
    switch self {
    case .latest: Name.latest
    case .automatic: Name.automatic
    case .number(let number): "\(number)"
    }
  }
}

extension CheckpointChoice: WordOrNumber {
  static let rule = "checkpoint is latest, auto or a number of epochs"
}
