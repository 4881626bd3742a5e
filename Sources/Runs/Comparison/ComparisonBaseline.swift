import Evaluation
import Numerics
import Reports

/// What all runs are held against, over all of them that have it.
package struct ComparisonBaseline: Sendable {
  /// Which one it is.
  package enum Kind: Hashable, Sendable {
    /// What needs no training.
    case untrained(Baseline)
    /// The runs' clusters with the categories dealt to the videos at random.
    case chance

    /// All of them, in the order of the tables.
    package static let all = Baseline.allCases.map(Kind.untrained) + [.chance]

    /// What `metrics.json` calls it.
    package var key: String {
      switch self {
      case .untrained(let baseline): baseline.rawValue
      case .chance: "permuted_labels"
      }
    }
  }

  /// Which one it is.
  package let kind: Kind
  /// How many runs have it.
  package let runs: Int
  /// What was found, for every measure that they have.
  package let spreads: [ComparisonMeasure: Spread]

  /// Gathers a baseline; nil where no run has it.
  init?(_ kind: Kind, of runs: [ComparedRun], measures: [ComparisonMeasure]) {
    let spreads = Spread.each(of: measures) { measure in
      runs.compactMap { kind.value(of: measure, in: $0.evaluation.baselines) }
    }
    guard !spreads.isEmpty else { return nil }
    self.kind = kind
    self.spreads = spreads
    self.runs = runs.count {
      kind.value(of: .conditionalEntropyBits, in: $0.evaluation.baselines) != nil
    }
  }

  /// What the table and the figure call it.
  package var name: String { "\(kind.title), mean of \(NumberText.count(runs, "run"))" }
}

extension ComparisonBaseline.Kind {
  fileprivate var title: String {
    switch self {
    case .untrained(.randomNetwork): "untrained network"
    case .untrained(let baseline): baseline.name
    case .chance: "chance"
    }
  }

  fileprivate func value(of measure: ComparisonMeasure, in baselines: Baselines) -> Double? {
    switch self {
    case .untrained(let baseline):
      baselines.scores[baseline].flatMap { measure.value(in: $0) }
    case .chance: baselines.permutedLabels.flatMap { measure.value(in: $0)?.mean }
    }
  }
}
