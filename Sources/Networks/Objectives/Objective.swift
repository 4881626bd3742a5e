import Tensors

/// A loss that training minimises.
///
/// An example has one or several frames. The network sees the frames of all examples as rows of one
/// batch. The objective receives these rows as several matrices, one for each frame of an example.
public protocol Objective: Sendable {
  /// Computes the mean loss of a batch.
  ///
  /// - Parameters:
  ///   - features: for every frame of an example, in the sampler's order, a matrix of
  ///     examples × features.
  ///   - labels: the label of every example. Its meaning depends on the sampler.
  /// - Returns: one number.
  func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor

  /// The range of trivial losses: those of networks whose features carry no information.
  ///
  /// - Parameter negativeShare: negative pairs divided by all pairs.
  /// - Returns: nil if the range is not known.
  func trivialLosses(negativeShare: Double) -> ClosedRange<Double>?
}

extension Objective {
  /// Unknown, unless an objective says otherwise.
  public func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? { nil }
}

/// An objective that settings can name in `training.objective`.
///
/// To add an objective, write one file with its loss and its definition, and add one line to
/// ``all``.
public struct ObjectiveDefinition: Sendable {
  /// Every objective that settings can name.
  public static let all: [ObjectiveDefinition] = [
    ContrastiveObjective.definition,
    QuadrupletObjective.definition,
    InfoNCEObjective.definition,
    VICRegObjective.definition,
  ]

  /// Finds the objective of a name, or nil.
  public static func named(_ name: String) -> ObjectiveDefinition? {
    all.first { $0.name == name }
  }

  /// The name in settings.
  public let name: String
  /// The name in figures.
  public let title: String
  /// The kind of examples that the objective compares.
  public let examples: Examples
  /// Whether the objective compares a projection of the features instead of the features.
  public let comparesProjections: Bool
  /// Makes the objective.
  public let make: @Sendable (Parameters) -> any Objective

  /// Defines an objective.
  ///
  /// - Parameters:
  ///   - name: the name in settings.
  ///   - title: the name in figures.
  ///   - examples: the kind of examples that the objective compares.
  ///   - comparesProjections: whether it compares a projection of the features.
  ///   - make: makes the objective.
  public init(
    name: String, title: String, examples: Examples, comparesProjections: Bool,
    make: @escaping @Sendable (Parameters) -> any Objective
  ) {
    (self.name, self.title, self.examples) = (name, title, examples)
    (self.comparesProjections, self.make) = (comparesProjections, make)
  }

  /// The kinds of examples.
  public enum Examples: Sendable {
    /// A frame with its successor, or with a frame of another video.
    case successorPairs
    /// Two frames of one video.
    case positivePairs
    /// A frame, its successor, a later frame, and a frame of another video.
    case tuples

    /// The unit in progress lines.
    public var unit: String {
      switch self {
      case .successorPairs, .positivePairs: "pairs"
      case .tuples: "tuples"
      }
    }

    /// The number of pairs that one example counts for in the sampler audit.
    public var pairsPerExample: Int { self == .successorPairs ? 1 : 2 }

    /// Whether a positive pair is a frame and its successor.
    public var pairsSuccessors: Bool { self != .positivePairs }
  }

  /// The parameters that settings can change.
  ///
  /// Each objective uses those that it needs.
  public struct Parameters: Sendable {
    /// The margin.
    ///
    /// Its meaning is explained at each objective that has one.
    public var margin: Double
    /// The number that cosines are divided by.
    public var temperature: Double

    /// Makes parameters.
    public init(margin: Double = 1, temperature: Double = 0.2) {
      (self.margin, self.temperature) = (margin, temperature)
    }
  }
}
