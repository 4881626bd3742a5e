import Tensors

/// Videos grouped by what they look like and by what moves in them.
///
/// Where both tell the same story, they are told together. Where they tell different ones, frames' clusters
/// tell what is seen, so videos' clusters tell what moves; unless groups by motion are not found again from
/// every second histogram, and motion is left out. No category is looked at.
public struct VideoGrouping: Sendable {
  /// What the videos are grouped by in the end.
  public let evidence: VideoEvidence
  /// The adjusted Rand index of the groups by appearance and the groups by motion; nil without motion.
  public let agreement: Double?
  /// The groups by every evidence that there is.
  public let clusterings: [VideoEvidence: Clustering]
  /// The videos' vectors by every evidence that there is.
  public let features: [VideoEvidence: Features]

  private enum Threshold {
    /// By chance the index is 0, give or take 0.03 for a hundred videos.
    ///
    /// Of three seeds each, UT-Interaction, whose scenes say nothing of what is done in them, had −0.04 to
    /// 0.09, footage6 0.24 to 0.29, the demonstration 0.35 to 0.44.
    static let agreement = 0.15
    /// UT-Interaction had 0.45, footage6 0.31, the demonstration, whose kinds hardly differ by what this
    /// sees of motion, 0.12; noise has 0.
    static let reproduced = 0.25
  }

  /// Groups videos.
  ///
  /// - Parameters:
  ///   - kMeans: how, and into how many groups.
  ///   - appearance: the mean features of every video's frames.
  ///   - motion: for every video, its histograms of motion; nil where the frame store has none.
  ///   - descriptor: what makes one vector of them.
  ///   - learned: what a network makes of every video's motion, to stand beside the descriptor with equal
  ///     weight; nil where none learned.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, ``DiscoveryError``.
  public init(
    by kMeans: KMeans, appearance: Features, motion: [[Float]]?, descriptor: MotionDescriptor,
    learned: Features? = nil, threads: Int = LibTorch.threads
  ) throws {
    var features = [VideoEvidence.appearance: appearance.rowsNormalised().standardised()]
    if let motion {
      let described = descriptor.rows(of: motion).standardised()
      let moving =
        learned.map { described.joined(with: $0.standardised()).standardised() } ?? described
      features[.motion] = moving
      features[.both] = features[.appearance]?.joined(with: moving)
    }
    clusterings = try features.mapValues { try kMeans.cluster($0, threads: threads) }
    self.features = features
    guard let motion, let byMotion = clusterings[.motion], let seen = clusterings[.appearance]
    else {
      (evidence, agreement) = (.appearance, nil)
      return
    }
    let found = ContingencyTable(clusters: seen.assignments, categories: byMotion.assignments)
      .adjustedRandIndex
    agreement = found
    if found > Threshold.agreement {
      evidence = .both
    } else {
      let again = try Self.reproduced(motion, by: descriptor, kMeans, threads: threads)
      evidence = again > Threshold.reproduced ? .motion : .appearance
    }
  }

  /// The adjusted Rand index of groups by every second histogram of motion and groups by the rest, the mean of
  /// three seeds.
  static func reproduced(
    _ motion: [[Float]], by descriptor: MotionDescriptor, _ kMeans: KMeans, threads: Int
  ) throws -> Double {
    let (even, odd) = (
      descriptor.rows(of: motion, by: 2).standardised(),
      descriptor.rows(of: motion, from: 1, by: 2).standardised()
    )
    let seeds = (0..<3).map { kMeans.seed &+ UInt64($0) }
    return try seeds.reduce(0) { sum, seed in
      var kMeans = kMeans
      kMeans.seed = seed
      return sum
        + ContingencyTable(
          clusters: try kMeans.cluster(even, threads: threads).assignments,
          categories: try kMeans.cluster(odd, threads: threads).assignments
        ).adjustedRandIndex
    } / Double(seeds.count)
  }
}
