import Discovery
import Reports

/// What all runs are held against, over all of them that have it.
public struct ComparisonBaseline: Sendable {
  /// Which one it is; the raw value is what `metrics.json` calls it.
  public enum Kind: String, CaseIterable, Sendable {
    /// Clusters of the frames' pixels.
    case rawPixels = "raw_pixels"
    /// Clusters of the motion around the frames.
    case rawMotion = "raw_motion"
    /// Clusters of an untrained network's features.
    case randomNetwork = "random_network"
    /// The runs' clusters with the categories dealt to the videos at random.
    case permutedLabels = "permuted_labels"
  }

  /// Which one it is.
  public let kind: Kind
  /// How many runs have it.
  public let runs: Int
  /// What was found, for every measure that they have.
  public let spreads: [ComparisonMeasure: Spread]

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
  public var name: String { "\(kind.title), mean of \(Printed.count(runs, "run"))" }
}

extension ComparisonBaseline.Kind {
  fileprivate var title: String {
    switch self {
    case .rawPixels: "raw pixels"
    case .rawMotion: "raw motion"
    case .randomNetwork: "untrained network"
    case .permutedLabels: "chance"
    }
  }

  fileprivate func value(of measure: ComparisonMeasure, in baselines: Baselines) -> Double? {
    switch self {
    case .rawPixels: baselines.rawPixels.flatMap { measure.value(in: $0) }
    case .rawMotion: baselines.rawMotion.flatMap { measure.value(in: $0) }
    case .randomNetwork: baselines.randomNetwork.flatMap { measure.value(in: $0) }
    case .permutedLabels: baselines.permutedLabels.flatMap { measure.value(in: $0)?.mean }
    }
  }
}
