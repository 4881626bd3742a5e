import Discovery

/// The kinds of features that an evaluation compares.
enum FeatureKind: Equatable {
  /// The trained network's.
  case trained
  /// What needs no training.
  case baseline(Baseline)

  /// What they are called in the progress, such as `pixels`.
  var name: String {
    switch self {
    case .trained: "features"
    case .baseline(.rawPixels): "pixels"
    case .baseline(.pixelComponents): "pixels' principal components"
    case .baseline(.rawMotion): "motion"
    case .baseline(.randomNetwork): "an untrained network's features"
    }
  }
}
