extension Settings {
  /// The same for all runs that differ in their seed alone.
  ///
  /// Neither threads nor how many checkpoints are kept change a result, a frame store of the run's own lies
  /// where the run does, and the order of categories means nothing.
  var withoutSeed: Settings {
    var settings = self
    (settings.seed, settings.threads) = (0, 0)
    let kept = NetworkSettings()
    (settings.training.checkpointEvery, settings.training.checkpointMinutes) = (
      kept.checkpointEvery, kept.checkpointMinutes
    )
    (settings.training.keepLast, settings.training.keepEvery) = (kept.keepLast, kept.keepEvery)
    settings.categories = selectedCategories.names
    if !frames.hasPrefix("/") { settings.frames = "" }
    return settings
  }
}
