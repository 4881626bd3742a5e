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
