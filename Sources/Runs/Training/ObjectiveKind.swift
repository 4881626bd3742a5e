import Networks

/// The objectives that settings can name for learning without labels.
enum ObjectiveKind: String, CaseIterable {
  /// Ls, on pairs.
  case contrastive
  /// Lq, on tuples of four frames.
  case quadruplet
  /// InfoNCE, on pairs of frames of one video among all of a batch.
  case infonce
  /// VICReg, on such pairs.
  case vicreg

  /// The objective.
  func objective(_ settings: NetworkSettings) -> any Objective {
    switch self {
    case .contrastive: ContrastiveObjective(margin: settings.margin)
    case .quadruplet: QuadrupletObjective(margin: settings.margin)
    case .infonce: InfoNCEObjective(temperature: settings.temperature)
    case .vicreg: VICRegObjective()
    }
  }

  /// Whether its positive pairs are a frame and the next one.
  var pairsSuccessors: Bool { self == .contrastive || self == .quadruplet }

  /// Whether it compares a projection of the features rather than the features.
  var comparesProjections: Bool { self == .infonce || self == .vicreg }

  /// What its examples are called.
  var unit: String {
    switch self {
    case .contrastive, .infonce, .vicreg: "pairs"
    case .quadruplet: "tuples"
    }
  }

  /// How many pairs an example stands for in the sampler's audit.
  var pairsPerExample: Int {
    switch self {
    case .contrastive: 1
    case .quadruplet, .infonce, .vicreg: 2
    }
  }

  /// What its figure is called.
  var title: String {
    switch self {
    case .contrastive: "Contrastive loss"
    case .quadruplet: "Quadruplet loss"
    case .infonce: "InfoNCE"
    case .vicreg: "VICReg"
    }
  }
}
