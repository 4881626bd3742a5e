/// A name and what belongs to it: a setting and its value, a file and what is in it.
package struct NamedText: Sendable {
  /// The name.
  package var name: String
  /// What belongs to it.
  package var text: String

  /// Names a text.
  package init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }
}
