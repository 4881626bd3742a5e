import Basics

/// Settings with a name that ship with the program: a file a preset, every line with its source.
public struct Preset: Sendable {
  /// Its name, as `--preset` takes it.
  public let name: String
  /// The file's text.
  public let text: String

  /// Every preset.
  public static let all = [
    Preset(name: "thesis", text: String(decoding: PackageResources.thesis_yaml, as: UTF8.self)),
    Preset(name: "paper-ls", text: String(decoding: PackageResources.paper_ls_yaml, as: UTF8.self)),
    Preset(name: "paper-lq", text: String(decoding: PackageResources.paper_lq_yaml, as: UTF8.self)),
    Preset(
      name: "contexts-ls", text: String(decoding: PackageResources.contexts_ls_yaml, as: UTF8.self)),
    Preset(
      name: "contexts-lq", text: String(decoding: PackageResources.contexts_lq_yaml, as: UTF8.self)),
  ]

  /// The preset of a name.
  ///
  /// - Throws: ``SettingsError/noPreset(name:)``.
  public static func named(_ name: String) throws -> Preset {
    guard let preset = all.first(where: { $0.name == name }) else {
      throw SettingsError.noPreset(name: name)
    }
    return preset
  }
}

extension Settings {
  /// The settings as YAML, every line that is as a preset has it with its source in the preset.
  ///
  /// - Throws: ``SettingsError`` where the preset can't be read.
  public func yaml(withSourcesOf preset: Preset) throws -> String {
    let sources = SettingLine.lines(of: preset.text).reduce(into: [:]) { $0[$1.name] = $1.comment }
    let unchanged = Set(
      SettingLine.lines(of: try Settings().overridden(by: preset).yaml()).map { $0.name + $0.text })
    let lines = SettingLine.lines(of: try yaml())
    let width = (lines.filter { sources[$0.name] != nil }.map(\.text.count).max() ?? 0) + 2
    return lines.map { line in
      guard let source = sources[line.name], unchanged.contains(line.name + line.text) else {
        return line.text + "\n"
      }
      return line.text + String(repeating: " ", count: width - line.text.count) + "# \(source)\n"
    }.joined()
  }
}

/// One line of a file of settings.
private struct SettingLine {
  /// The setting's name, with its group's before it; empty for an element of a list.
  let name: String
  /// The line, without a comment that stands apart at its end.
  let text: String
  /// The comment.
  let comment: String?

  /// Divides a file into its lines; those that are only a comment are left out.
  static func lines(of text: String) -> [SettingLine] {
    var group = ""
    return text.split(separator: "\n").compactMap { line in
      guard !line.hasPrefix("#") else { return nil }
      // A path may hold a number sign, but not two spaces before it.
      let parts = line.split(separator: "  #", maxSplits: 1, omittingEmptySubsequences: false)
      let text = String(parts[0].reversed().drop { $0 == " " }.reversed())
      let key = text.trimmingPrefix { $0 == " " }.prefix { $0 != ":" }
      let isElement = key.hasPrefix("- ")
      if !text.hasPrefix(" "), !isElement { group = text.hasSuffix(":") ? key + "." : "" }
      return SettingLine(
        name: isElement ? "" : (text.hasPrefix(" ") ? group : "") + key, text: text,
        comment: parts.count > 1 ? String(parts[1].trimmingPrefix { $0 == " " }) : nil)
    }
  }
}
