import Basics

/// Named settings that ship with the program, one file each; every line names its source.
public struct Preset: Sendable {
  /// The preset's name, as `--preset` takes it.
  public let name: String
  /// The text of the preset's file.
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

  /// Returns the preset with a name.
  ///
  /// - Parameter name: the name.
  /// - Throws: ``SettingsError/noPreset(name:)``.
  public static func named(_ name: String) throws -> Preset {
    guard let preset = all.first(where: { $0.name == name }) else {
      throw SettingsError.noPreset(name: name)
    }
    return preset
  }
}

extension Settings {
  /// Returns the settings as YAML, with the preset's sources.
  ///
  /// A line gets the preset's comment if its value is the preset's.
  ///
  /// - Parameter preset: the preset.
  /// - Throws: ``SettingsError`` if the preset can't be read.
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

/// One line of a settings file.
private struct SettingLine {
  /// The setting's name after its group's name; empty for an element of a list.
  let name: String
  /// The line without its comment.
  let text: String
  /// The comment at the end of the line.
  let comment: String?

  /// Splits a file into lines; lines with only a comment are left out.
  static func lines(of text: String) -> [SettingLine] {
    var group = ""
    return text.split(separator: "\n").compactMap { line in
      guard !line.hasPrefix("#") else { return nil }
      // A path may contain "#", but not two spaces before it.
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
