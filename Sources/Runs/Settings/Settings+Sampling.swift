import Videos

extension Settings {
  /// The settings with a frame store's sampling in place of the default.
  ///
  /// A preset or a file that asks for another sampling than the store has is refused. A store that
  /// holds every successor serves any share of negatives.
  ///
  /// - Parameter store: the frame store to train on.
  /// - Throws: ``SettingsError/otherSampling(store:difference:)``.
  func sampled(as store: FrameStore) throws -> Settings {
    var settings = self
    var found = store.settings.sampling
    if found.negativeEvery == 0 { found.negativeEvery = sampling.negativeEvery }
    if sampling == FrameSampling() { settings.sampling = found }
    if let difference = found.difference(from: settings.sampling) {
      throw SettingsError.otherSampling(store: store.path, difference: difference)
    }
    return settings
  }
}
