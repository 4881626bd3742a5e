import Datasets
import Numerics
import Tensors

/// Videos as embeddings of what they look like and of what moves in them, and which of these tells most.
///
/// Where both tell the same story, they are told together. Where they tell different ones, what moves is
/// taken, since what is seen of a scene says little of what is done in it; unless motion is not the same by
/// every second histogram, or videos are few, and it is left out. No category is looked at.
public struct VideoEmbeddings: Sendable {
  /// What frames and videos are to be grouped by.
  public let modality: Modality
  /// How alike the videos are by appearance and by motion (``KernelAlignment``); nil without motion, and
  /// for fewer than four videos.
  public let alignment: Double?
  /// How alike they are by every second histogram of motion and by the rest; nil likewise.
  public let motionAlignment: Double?
  /// The videos' embeddings by every modality that there is.
  public let features: [Modality: Features]

  /// Of fewer videos nobody knows whether appearance and motion disagree, chance's deviation being above 0.17,
  /// and motion is not taken alone.
  static let fewestForMotionAlone = 10

  private enum Threshold {
    /// Of three seeds each, UT-Interaction, whose scenes say nothing of what is done in them, had 0.00 to
    /// 0.08, footage6 0.47 to 0.51, the demonstration 0.12 to 0.20; of 60 draws of 18 videos, nine tenths
    /// had −0.08 to 0.14 and 0.31 to 0.68 (docs/what-was-tried.md, 2026-11-25).
    static let alignment = 0.2
    /// UT-Interaction had 0.76, footage6 0.75, the demonstration, whose kinds hardly differ by what this
    /// sees of motion, 0.37; noise has 0.
    static let motionAlignment = 0.5

    /// Whether an alignment is above a threshold, and above what chance makes of so few videos.
    ///
    /// The estimator's deviation is about √(2 / (n (n − 3))) where nothing is aligned: by simulation 0.08 for
    /// 18 videos, 0.16 for ten, 0.32 for six.
    static func isPassed(_ threshold: Double, by alignment: Double?, videos: Int) -> Bool {
      guard let alignment, videos > 3 else { return false }
      let chance = (2 / Double(videos * (videos - 3))).squareRoot()
      return alignment > max(threshold, 2 * chance)
    }
  }

  /// Describes videos.
  ///
  /// - Parameters:
  ///   - appearance: the mean features of every video's frames.
  ///   - motion: for every video, its histograms of motion; nil where the frame store has none.
  ///   - descriptor: what makes one vector of them.
  ///   - learned: what a network makes of every video's motion, to stand beside the descriptor with equal
  ///     weight; nil where none learned.
  ///   - asked: what they are to be grouped by, where there is motion; nil is found out.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`.
  public init(
    appearance: Features, motion: [[Float]]?, descriptor: MotionDescriptor,
    learned: Features? = nil, modality asked: Modality? = nil, threads: Int = LibTorch.threads
  ) throws {
    let seen = appearance.l2Normalised().standardised()
    guard let motion else {
      (modality, features) = (.appearance, [.appearance: seen])
      (alignment, motionAlignment) = (nil, nil)
      return
    }
    let described = descriptor.rows(of: motion).standardised()
    let moving =
      learned.map { described.joined(with: $0.standardised()).standardised() } ?? described
    features = [.appearance: seen, .motion: moving, .both: seen.joined(with: moving)]
    let alignment = try KernelAlignment.between(seen, moving, threads: threads)
    let motionAlignment = try KernelAlignment.between(
      descriptor.rows(of: motion, by: 2), descriptor.rows(of: motion, from: 1, by: 2),
      threads: threads)
    (self.alignment, self.motionAlignment) = (alignment, motionAlignment)
    if let asked {
      modality = asked
    } else if Threshold.isPassed(Threshold.alignment, by: alignment, videos: motion.count) {
      modality = .both
    } else {
      let isMotionClear =
        motion.count >= Self.fewestForMotionAlone
        && Threshold.isPassed(
          Threshold.motionAlignment, by: motionAlignment, videos: motion.count)
      modality = isMotionClear ? .motion : .appearance
    }
  }
}

/// Videos grouped by what they look like, by what moves in them, and by both.
public struct VideoClustering: Sendable {
  /// What the videos are.
  public let embeddings: VideoEmbeddings
  /// The groups by every modality that there is.
  public let clusterings: [Modality: Clustering]

  /// Groups videos.
  ///
  /// - Parameters:
  ///   - embeddings: what the videos are.
  ///   - kMeans: how, and into how many groups.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, ``NumericsError``.
  public init(_ embeddings: VideoEmbeddings, by kMeans: KMeans, threads: Int = LibTorch.threads)
    throws
  {
    self.embeddings = embeddings
    clusterings = try embeddings.features.mapValues { try kMeans.cluster($0, threads: threads) }
  }
}

extension VideoClustering {
  /// The clusters by the modality that was chosen.
  public var clustering: Clustering {
    guard let clustering = clusterings[embeddings.modality] else {
      preconditionFailure("embeddings choose a modality that they have")
    }
    return clustering
  }

  /// The groups by one modality, held against the videos' categories.
  ///
  /// - Parameters:
  ///   - modality: which groups.
  ///   - categories: for every video, its category.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Returns: nil where there are no groups by that modality.
  public func scorer(
    by modality: Modality, categories: [String], threads: Int = LibTorch.threads
  ) throws -> ClusteringScorer? {
    guard let clustering = clusterings[modality], let features = embeddings.features[modality]
    else {
      return nil
    }
    return try ClusteringScorer(
      clustering.assignments, of: features, categories: categories, threads: threads)
  }
}
