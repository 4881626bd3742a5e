/// An objective that settings can name: `training.objective`.
///
/// A new objective needs one file, with the loss and its definition, and one line in ``all``.
package struct ObjectiveDefinition: Sendable {
  /// What an objective's examples are.
  package enum Examples: Sendable {
    /// A frame and its successor, or a frame of another video.
    case successorPairs
    /// Two frames of one video.
    case positivePairs
    /// A frame, its successor, a later frame, and a frame of another video.
    case tuples

    /// What they are called in progress lines.
    package var unit: String {
      switch self {
      case .successorPairs, .positivePairs: "pairs"
      case .tuples: "tuples"
      }
    }

    /// How many pairs an example stands for in the sampler's audit.
    package var pairsPerExample: Int { self == .successorPairs ? 1 : 2 }

    /// Whether the positive pairs are a frame and its successor.
    package var pairsSuccessors: Bool { self != .positivePairs }
  }

  /// What settings can change of an objective. Each objective takes what it needs.
  package struct Parameters: Sendable {
    /// How far apart negative pairs should be.
    package var margin: Double
    /// What cosines are divided by.
    package var temperature: Double

    /// Names the parameters.
    package init(margin: Double = 1, temperature: Double = 0.2) {
      (self.margin, self.temperature) = (margin, temperature)
    }
  }

  /// Its name in settings.
  package let name: String
  /// Its name in figures.
  package let title: String
  /// What its examples are.
  package let examples: Examples
  /// Whether it compares a projection of the features rather than the features.
  package let comparesProjections: Bool
  /// Makes the objective.
  package let make: @Sendable (Parameters) -> any Objective

  /// Defines an objective.
  ///
  /// - Parameters:
  ///   - name: its name in settings.
  ///   - title: its name in figures.
  ///   - examples: what its examples are.
  ///   - comparesProjections: whether it compares a projection of the features.
  ///   - make: makes the objective.
  package init(
    name: String, title: String, examples: Examples, comparesProjections: Bool,
    make: @escaping @Sendable (Parameters) -> any Objective
  ) {
    (self.name, self.title, self.examples) = (name, title, examples)
    (self.comparesProjections, self.make) = (comparesProjections, make)
  }

  /// Every objective that settings can name.
  package static let all: [ObjectiveDefinition] = [
    ContrastiveObjective.definition,
    QuadrupletObjective.definition,
    InfoNCEObjective.definition,
    VICRegObjective.definition,
  ]

  /// The objective of a name, or nil.
  package static func named(_ name: String) -> ObjectiveDefinition? { all.first { $0.name == name } }
}

extension ContrastiveObjective {
  /// `contrastive`.
  package static let definition = ObjectiveDefinition(
    name: "contrastive", title: "Contrastive loss", examples: .successorPairs,
    comparesProjections: false
  ) { ContrastiveObjective(margin: $0.margin) }
}

extension QuadrupletObjective {
  /// `quadruplet`.
  package static let definition = ObjectiveDefinition(
    name: "quadruplet", title: "Quadruplet loss", examples: .tuples, comparesProjections: false
  ) { QuadrupletObjective(margin: $0.margin) }
}

extension InfoNCEObjective {
  /// `infonce`.
  package static let definition = ObjectiveDefinition(
    name: "infonce", title: "InfoNCE", examples: .positivePairs, comparesProjections: true
  ) { InfoNCEObjective(temperature: $0.temperature) }
}

extension VICRegObjective {
  /// `vicreg`.
  package static let definition = ObjectiveDefinition(
    name: "vicreg", title: "VICReg", examples: .positivePairs, comparesProjections: true
  ) { _ in VICRegObjective() }
}
