/// Which of some settings differ, in words.
struct SettingDifferences {
  /// A setting's name, and how it is read.
  typealias Named = (name: String, value: (Settings) -> any Equatable)

  /// Such as `learning_rate: 0.01, now 0.001`.
  let texts: [String]

  /// Compares settings.
  ///
  /// - Parameters:
  ///   - begun: what was.
  ///   - wanted: what is asked for now.
  ///   - names: the settings that are looked at.
  init(_ begun: Settings, _ wanted: Settings, of names: [Named]) {
    texts = names.compactMap { name, value in
      let (was, now) = (Self.text(value(begun)), Self.text(value(wanted)))
      return was == now ? nil : "\(name): \(was), now \(now)"
    }
  }

  /// A value as a person writes it: 5, not Optional(5).
  private static func text(_ value: Any) -> String {
    guard let optional = value as? (any OptionalValue) else { return "\(value)" }
    return optional.content.map { "\($0)" } ?? "none"
  }
}

/// What lets a value of unknown type tell whether it is none.
private protocol OptionalValue {
  var content: Any? { get }
}

extension Optional: OptionalValue {
  fileprivate var content: Any? { self }
}
