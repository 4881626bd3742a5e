import ArgumentParser
import Runs

/// Settings from a file, and by name.
struct OverrideOptions: ParsableArguments {
  @Option(help: "A file of settings, as RUN/config.yaml; options go before it.")
  var config: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Any setting by its name in config.yaml, as training.margin=0.5; may come several times.",
      valueName: "name=value"))
  var assignments: [String] = []

  @Flag(help: "Print every setting, resolved, and do nothing.")
  var printConfig = false

  /// The options as they were typed, each with a space before it, to say how to go on.
  var typed: String {
    (config.map { " --config \($0)" } ?? "") + assignments.map { " --set \($0)" }.joined()
  }

  /// Takes the file, then what is set by name.
  func apply(to settings: inout Settings) throws {
    if let config { settings = try settings.overridden(byFile: config) }
    for assignment in assignments { settings = try settings.overridden(byAssignment: assignment) }
  }
}
