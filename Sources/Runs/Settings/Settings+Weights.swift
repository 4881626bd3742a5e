import Training

extension Settings {
  /// Checks that the weights to begin a run with can be had, before anything is made for it.
  ///
  /// - Throws: `CheckpointError`, `HDF5Error`, or a `SystemCallError`.
  func checkWeights(of run: RunFolder) throws {
    guard let path = training.weights, let architecture, try run.checkpoints.latest() == nil else {
      return
    }
    _ = try StartingWeights(reading: path, for: architecture)
  }
}
