import ArgumentParser
import Runs

/// Settings with a name, from a file, and by name; the options of their own go before them.
struct SettingsOptions: ParsableArguments {
  @Option(
    help: """
      Settings with a name: thesis, paper-ls, paper-lq, contexts-ls or contexts-lq; a file and \
      options go before them.
      """)
  var preset: String?

  @OptionGroup var overrides: OverrideOptions

  /// The options as they were typed, each with a space before it, to say how to go on.
  var typed: String { (preset.map { " --preset \($0)" } ?? "") + overrides.typed }

  /// Prints settings, a preset's lines with their sources.
  func show(_ settings: Settings) throws {
    let text =
      try preset.map { try settings.yaml(withSourcesOf: .named($0)) } ?? settings.yaml()
    print(text, terminator: "")
  }

  /// Takes the preset, then the file, then what is set by name.
  func apply(to settings: inout Settings) throws {
    if let preset { settings = try settings.overridden(by: .named(preset)) }
    try overrides.apply(to: &settings)
  }
}
