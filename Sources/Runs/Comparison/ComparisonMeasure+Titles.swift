extension ComparisonMeasure {
  /// What stands above the table's column.
  var column: String {
    switch self {
    case .conditionalEntropyBits: "frames: bits"
    case .neighbourAccuracy: "frames: nearest %"
    case .videoConditionalEntropyBits: "videos: bits"
    case .videoNeighbourAccuracy: "videos: nearest %"
    case .effectiveRank: "effective rank"
    case .reach: "reach"
    case .seedAgreement: "seeds agree"
    case .halfAgreement: "halves agree"
    }
  }

  /// What the figure's panel is called, and what its axis measures; nil for what is not drawn.
  var panel: (title: String, label: String)? {
    switch self {
    case .conditionalEntropyBits:
      (title: "Frames", label: "conditional entropy in bits")
    case .videoConditionalEntropyBits: (title: "Videos", label: "conditional entropy in bits")
    case .reach: (title: "Reach", label: "1: as near as the next frame")
    case .halfAgreement: (title: "Halves of videos", label: "adjusted Rand index")
    case .neighbourAccuracy, .videoNeighbourAccuracy, .effectiveRank, .seedAgreement: nil
    }
  }

  /// Whether the least is the best, of what the figure draws.
  var isBetterLow: Bool {
    self == .conditionalEntropyBits || self == .videoConditionalEntropyBits
  }
}
