import Basics
import Foundation
import Yams

extension Settings {
  /// Returns the settings as YAML, in the order of their declaration.
  ///
  /// - Throws: `EncodingError`.
  public func yaml() throws -> String {
    // Yams writes 0.25 as 2.5e-1, which is hard to read.
    try YAMLEncoder().encode(self).replacing(/(?m): (-?[0-9.]+e[+-]?[0-9]+)$/) { match in
      ": " + (Double(match.1).map { "\($0)" } ?? String(match.1))
    }
  }

  /// Returns these settings with the values of a file.
  ///
  /// Settings that the file leaves out stay. Unknown settings are refused, because they are probably misspelt.
  ///
  /// - Parameter path: the path of a file in the format of ``yaml()``.
  /// - Throws: ``SettingsError``.
  public func overridden(byFile path: String) throws -> Settings {
    let text: String
    do {
      text = try BoundedFile.text(path, atMost: BoundedFile.mostOfSettings)
    } catch let error as SystemCallError {
      throw SettingsError.unreadable(path: path, reason: error.reason)
    }
    let given = try overridden(by: text, of: path)
    // Only a program writes its version: a file of an earlier one means what it meant then.
    return text.contains(/(?m)^unreel:/) ? given.withEarlierSplit(of: text) : given
  }

  /// Returns these settings with the split of a version that had no settings for it.
  ///
  /// It drew the split by the run's seed, and took every first folder for a category.
  ///
  /// - Parameter text: the settings as that version wrote them, which were just read.
  private func withEarlierSplit(of text: String) -> Settings {
    var settings = self
    let split = try? Yams.compose(yaml: text)?.mapping?["split"]?.mapping
    if split?["seed"] == nil { settings.split.seed = settings.seed }
    if split?["folders"] == nil { settings.split.folders = false }
    return settings
  }

  /// Returns these settings with the values of a preset.
  ///
  /// - Parameter preset: the preset.
  /// - Throws: ``SettingsError``.
  public func overridden(by preset: Preset) throws -> Settings {
    try overridden(by: preset.text, of: "the preset \(preset.name)")
  }

  /// Returns these settings with one changed value.
  ///
  /// - Parameter assignment: a name and a value as in `config.yaml`, such as `training.margin=0.5`.
  /// - Throws: ``SettingsError``.
  public func overridden(byAssignment assignment: String) throws -> Settings {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, names.allSatisfy({ !$0.isEmpty }) else {
      throw SettingsError.unreadable(
        path: assignment, reason: "it is not a name and a value, such as training.margin=0.5")
    }
    let lines = names.enumerated().map { depth, name in
      String(repeating: "  ", count: depth) + name + ":"
    }
    return try overridden(by: lines.joined(separator: "\n") + " " + parts[1], of: "--set")
  }

  /// Returns these settings with the values of a YAML text; errors call the text `path`.
  func overridden(by text: String, of path: String) throws -> Settings {
    guard !YAMLAliasGuard.areMany(in: text) else {
      throw SettingsError.unreadable(
        path: path,
        reason: "it has more than \(YAMLAliasGuard.most) aliases, which can unfold to any size")
    }
    do {
      let document = try Yams.compose(yaml: text)
      guard let given = document == nil ? [:] : document?.mapping else {
        throw SettingsError.unreadable(path: path, reason: "it is not a list of names and values")
      }
      let own = try Yams.compose(yaml: yaml())?.mapping ?? [:]
      let merged = try Self.merge(given, into: own, path: path, prefix: "")
      return try YAMLDecoder().decode(Settings.self, from: Yams.serialize(node: .mapping(merged)))
    } catch let error as SettingsError {
      throw error
    } catch {
      throw SettingsError.unreadable(path: path, reason: Self.firstLine(of: error))
    }
  }

  /// Settings that may be nil and are therefore not in the default file.
  private static let optional: Set<String> = [
    "videos", "split.test_list", "split.ucf101_lists", "split.duplicates", "training.input_side",
    "training.weights",
    "evaluation.clusters", "evaluation.kmeans_starts",
    "tracking.copies", "tracking.s3", "tracking.s3_endpoint", "tracking.mlflow",
    "tracking.spreadsheet",
    "tracking.every_steps", "tracking.time_zone", "tracking.drive_folder",
    "tracking.google_credentials",
  ]

  private static func merge(
    _ given: Node.Mapping, into own: Node.Mapping, path: String, prefix: String
  ) throws -> Node.Mapping {
    var merged = own
    for (key, value) in given {
      let name = prefix + (key.string ?? "?")
      guard own[key] != nil || optional.contains(name) else {
        let names = own.keys.compactMap(\.string).map { prefix + $0 }
        throw SettingsError.unknown(
          path: path, name: name, names: names + optional.filter { $0.hasPrefix(prefix) }.sorted())
      }
      if let section = own[key]?.mapping {
        guard let values = value.mapping else {
          throw SettingsError.unreadable(path: path, reason: "\(name) is a group of settings")
        }
        merged[key] = .mapping(try merge(values, into: section, path: path, prefix: name + "."))
      } else {
        merged[key] = value
      }
    }
    return merged
  }

  private static func firstLine(of error: any Error) -> String {
    if case DecodingError.typeMismatch(_, let context) = error { return explain(context) }
    if case DecodingError.dataCorrupted(let context) = error { return explain(context) }
    return "\(error)".split(separator: "\n").first.map(String.init) ?? "not YAML"
  }

  private static func explain(_ context: DecodingError.Context) -> String {
    let name = context.codingPath.map(\.stringValue).joined(separator: ".")
    return name.isEmpty
      ? context.debugDescription
      : "\(name) has a value of the wrong kind: \(context.debugDescription)"
  }
}

extension Settings {
  /// Reads the settings that a run or a checkpoint was started with.
  ///
  /// Files of earlier versions lack the views, the schedule and the last step. Such a run continues as it was
  /// started, not with today's defaults.
  ///
  /// - Parameters:
  ///   - text: the settings as YAML.
  ///   - path: the name of the text in error messages.
  /// - Throws: ``SettingsError``.
  static func recorded(_ text: String, of path: String) throws -> Settings {
    var base = Settings()
    if !text.contains("\nviews:") {
      base.views.enabled = false
      base.training.rateSchedule = NetworkSettings.steps
      base.training.maxSteps = nil
    }
    // Versions without this setting trained no motion network.
    if !text.contains("\nmotion:") { base.motion.enabled = false }
    return try base.overridden(by: text, of: path).withEarlierSplit(of: text)
  }

  /// Reads the settings that a run was started with from a file.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: ``SettingsError``.
  public static func recorded(inFile path: String) throws -> Settings {
    do {
      return try recorded(
        BoundedFile.text(path, atMost: BoundedFile.mostOfSettings), of: path)
    } catch let error as SystemCallError {
      throw SettingsError.unreadable(path: path, reason: error.reason)
    }
  }
}

/// Limits the aliases of a YAML text; an alias, `*name`, stands for a value that is given elsewhere.
///
/// Aliases are counted before Yams reads the text. Yams hashes the keys of every mapping, and a key of forty
/// nested aliases, each with two of the next one, would take a trillion steps.
enum YAMLAliasGuard {
  /// The largest number of aliases; nested, they repeat a value at most 3 × 3 × 2 times.
  static let most = 8

  /// Returns whether a text may have more than ``most`` aliases; lines with only a comment do not count.
  static func areMany(in text: String) -> Bool {
    var count = 0
    for line in text.utf8.split(whereSeparator: { $0 == newline || $0 == carriageReturn }) {
      guard line.first(where: { $0 != space && $0 != tab }) != hash else { continue }
      count += zip(line, line.dropFirst()).count { $0 == asterisk && isName($1) }
      if count > most { return true }
    }
    return false
  }

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let space = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")
  private static let hash = UInt8(ascii: "#")
  private static let asterisk = UInt8(ascii: "*")

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
