extension Settings {
  /// The same for all runs that differ in their seed alone.
  ///
  /// Threads change no result, a frame store of the run's own lies where the run does, and the order
  /// of categories means nothing.
  var withoutSeed: Settings {
    var settings = self
    (settings.seed, settings.threads) = (0, 0)
    settings.categories = selectedCategories.names
    if !frames.hasPrefix("/") { settings.frames = "" }
    return settings
  }
}
