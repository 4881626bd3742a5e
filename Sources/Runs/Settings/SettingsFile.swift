import Basics
import Foundation
import Yams

extension Settings {
  /// The settings as YAML, in the order of their declaration.
  public func yaml() throws -> String {
    // Yams writes 0.25 as 2.5e-1; a person should not have to read that.
    try YAMLEncoder().encode(self).replacing(/(?m): (-?[0-9.]+e[+-]?[0-9]+)$/) { match in
      ": " + (Double(match.1).map { "\($0)" } ?? String(match.1))
    }
  }

  /// Reads settings.
  ///
  /// What the file leaves out is as in `self`; what it has too much is refused, since a misspelt
  /// setting that changes nothing is worse than none.
  ///
  /// - Parameter path: a file as ``yaml()`` writes it.
  /// - Throws: ``SettingsError``.
  public func overridden(byFile path: String) throws -> Settings {
    let text: String
    do {
      text = try BoundedFile.text(path, atMost: BoundedFile.mostOfSettings)
    } catch let error as SystemCallError {
      throw SettingsError.unreadable(path: path, reason: error.reason)
    }
    return try overridden(by: text, of: path)
  }

  /// Takes what a preset names; the rest is as in `self`.
  ///
  /// - Throws: ``SettingsError``.
  public func overridden(by preset: Preset) throws -> Settings {
    try overridden(by: preset.text, of: "the preset \(preset.name)")
  }

  /// Takes one setting by its name.
  ///
  /// - Parameter assignment: name and value as in `config.yaml`, as `training.margin=0.5`.
  /// - Throws: ``SettingsError``.
  public func overridden(byAssignment assignment: String) throws -> Settings {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, names.allSatisfy({ !$0.isEmpty }) else {
      throw SettingsError.unreadable(
        path: assignment, reason: "it is no name and value, as training.margin=0.5")
    }
    let lines = names.enumerated().map { depth, name in
      String(repeating: "  ", count: depth) + name + ":"
    }
    return try overridden(by: lines.joined(separator: "\n") + " " + parts[1], of: "--set")
  }

  /// Takes what a text names; `path` is what errors call it.
  func overridden(by text: String, of path: String) throws -> Settings {
    guard !YAMLAliasGuard.areMany(in: text) else {
      throw SettingsError.unreadable(
        path: path,
        reason: "it has more than \(YAMLAliasGuard.most) aliases, which can unfold to any size")
    }
    do {
      let document = try Yams.compose(yaml: text)
      guard let given = document == nil ? [:] : document?.mapping else {
        throw SettingsError.unreadable(path: path, reason: "it is no list of names and values")
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

  /// Settings that may be missing, and so are in no default file.
  private static let optional: Set<String> = [
    "videos", "split.test_list", "split.ucf101_lists", "training.input_side", "training.weights",
    "evaluation.clusters", "evaluation.kmeans_starts",
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
  /// The settings that a run or a checkpoint was begun with.
  ///
  /// Before there were views, nothing was said of them, of the schedule or of a last step: such a run goes
  /// on as it was begun.
  ///
  /// - Parameters:
  ///   - text: the settings as they were written.
  ///   - path: where they come from, for errors.
  /// - Throws: ``SettingsError``.
  static func recorded(_ text: String, of path: String) throws -> Settings {
    var base = Settings()
    if !text.contains("\nviews:") {
      base.views.enabled = false
      base.training.rateSchedule = NetworkSettings.steps
      base.training.maxSteps = nil
    }
    // Nor was motion learned before there was such a setting.
    if !text.contains("\nmotion:") { base.motion.enabled = false }
    return try base.overridden(by: text, of: path)
  }

  /// The same, of a file.
  ///
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

/// The aliases of a YAML text, `*name`, each of which stands for a value that was given elsewhere.
///
/// They are counted before Yams sees them: it hashes the keys of every mapping while it reads, and a
/// key of forty aliases, each of two of the next, takes it a trillion steps.
enum YAMLAliasGuard {
  /// So many can't make much of a file, however they are nested: 3 × 3 × 2 of each value.
  static let most = 8

  /// Whether a text may have more than ``most``; comments of a line of their own do not count.
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
