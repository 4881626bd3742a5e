/// The kinds of features that an evaluation compares.
enum FeatureKind {
  /// The trained network's.
  case trained
  /// The same network's before training.
  case untrained
  /// The frames' pixels'.
  case pixels
  /// The motion around the frames.
  case motion

  /// What they are called in the progress, such as `pixels`.
  var name: String {
    switch self {
    case .trained: "features"
    case .untrained: "an untrained network's features"
    case .pixels: "pixels"
    case .motion: "motion"
    }
  }
}
