import ArgumentParser
import Runs

/// Settings with a name or from a file, which other options go before.
struct SettingsOptions: ParsableArguments {
  @Option(
    help: """
      Settings with a name: thesis, paper-ls, paper-lq, contexts-ls or contexts-lq; a file and \
      options go before them.
      """)
  var preset: String?

  @Option(help: "A file of settings, as RUN/config.yaml; options go before it.")
  var config: String?

  @Flag(help: "Print every setting, resolved, and do nothing.")
  var printConfig = false

  /// The options as they were typed, each with a space before it, to say how to go on.
  var typed: String {
    (preset.map { " --preset \($0)" } ?? "") + (config.map { " --config \($0)" } ?? "")
  }

  /// Takes the preset, then the file.
  func apply(to settings: inout Settings) throws {
    if let preset { settings = try settings.overridden(by: .named(preset)) }
    if let config { settings = try settings.overridden(byFile: config) }
  }
}
