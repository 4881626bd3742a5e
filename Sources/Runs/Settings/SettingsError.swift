import Basics

/// Settings that can't be used.
public enum SettingsError: ExplainedError {
  /// A file that can't be read as settings.
  case unreadable(path: String, reason: String)
  /// A setting that does not exist, and those that do.
  case unknown(path: String, name: String, names: [String])
  /// A preset that does not exist.
  case noPreset(name: String)
  /// A value that makes no sense.
  case invalid(name: String, value: String, rule: String)
  /// A frame store that holds other frames than the settings ask for.
  case otherSampling(store: String, difference: String)
  /// Settings that differ from those that a run was begun with.
  case differ(run: String, differences: [String], canChange: Bool)
  /// Training data that differ from those that a checkpoint was trained on.
  case otherData(checkpoint: String, frames: String)

  /// The request's.
  public var blame: Blame { .usage }

  /// Names the setting and what would be right.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "reading the settings \(path): \(reason)"
    case .unknown(let path, let name, let names):
      "\(path): no setting is called \(name)" + NearestName.advice(for: name, among: names)
    case .noPreset(let name):
      "no preset is called \(name)" + NearestName.advice(for: name, among: Preset.all.map(\.name))
    case .invalid(let name, let value, let rule):
      "\(name) is \(value), but must be \(rule)"
    case .otherSampling(let store, let difference):
      "\(store) was prepared \(difference); prepare another store: unreel prepare VIDEOS -o FRAMES "
        + "with the same --preset or --config"
    case .differ(let run, let differences, let canChange):
      "\(run) was begun with other settings (\(differences.joined(separator: "; "))); "
        + "choose another folder with -o, or leave them as they were"
        + (canChange ? ", or go on with the new ones: --change-settings" : "")
    case .otherData(let checkpoint, let frames):
      "\(checkpoint) was trained on other frames than \(frames) holds now; put those back, or choose "
        + "another folder with -o"
    }
  }
}
