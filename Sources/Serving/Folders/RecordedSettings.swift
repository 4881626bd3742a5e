import Basics
import Yams

/// The settings of a run as names and values: `training.epochs` is `20`.
///
/// It reads `config.yaml` of any version: it takes the names that are there. Lists are left out.
package struct RecordedSettings: Equatable, Sendable {
  /// The values by the names of their settings.
  package let values: [String: String]

  /// The most settings that are read: aliases can unfold to any number.
  private static let most = 1000

  /// Reads a file of settings; one that can't be read has none.
  package init(_ path: String) {
    self.init(text: (try? BoundedFile.text(path, atMost: BoundedFile.mostOfSettings)) ?? "")
  }

  /// Reads the text of a file of settings.
  package init(text: String) {
    var values: [String: String] = [:]
    // A damaged run is listed too, without its settings.
    if let settings = try? Yams.compose(yaml: text)?.mapping {
      Self.add(settings, under: "", to: &values)
    }
    self.values = values
  }

  /// Returns a setting that is a whole number.
  package func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

  private static func add(
    _ settings: Node.Mapping, under prefix: String, to values: inout [String: String]
  ) {
    for (key, value) in settings where values.count < most {
      let name = prefix + (key.string ?? "?")
      if let inner = value.mapping {
        add(inner, under: name + ".", to: &values)
      } else if let text = value.scalar?.string {
        values[name] = text
      }
    }
  }
}
