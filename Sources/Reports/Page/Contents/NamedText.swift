/// A name and what belongs to it: a setting and its value, a file and what is in it.
public struct NamedText: Sendable {
  /// The name.
  public var name: String
  /// What belongs to it.
  public var text: String

  /// Names a text.
  public init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }
}
