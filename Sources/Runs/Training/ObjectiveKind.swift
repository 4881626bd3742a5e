import Networks

/// The objectives that settings can name for learning without labels.
enum ObjectiveKind: String, CaseIterable {
  /// Ls, on pairs.
  case contrastive
  /// Lq, on tuples of four frames.
  case quadruplet

  /// The objective.
  func objective(margin: Double) -> any Objective {
    switch self {
    case .contrastive: ContrastiveObjective(margin: margin)
    case .quadruplet: QuadrupletObjective(margin: margin)
    }
  }

  /// What its examples are called.
  var unit: String {
    switch self {
    case .contrastive: "pairs"
    case .quadruplet: "tuples"
    }
  }

  /// How many pairs an example stands for in the sampler's audit.
  var pairsPerExample: Int {
    switch self {
    case .contrastive: 1
    case .quadruplet: 2
    }
  }

  /// What its figure is called.
  var title: String {
    switch self {
    case .contrastive: "Contrastive loss"
    case .quadruplet: "Quadruplet loss"
    }
  }
}
