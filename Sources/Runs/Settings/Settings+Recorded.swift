import Basics

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
  package static func recorded(inFile path: String) throws -> Settings {
    do {
      return try recorded(
        BoundedFile.text(path, atMost: BoundedFile.mostOfSettings), of: path)
    } catch let error as SystemCallError {
      throw SettingsError.unreadable(path: path, reason: error.reason)
    }
  }
}
