import Datasets
import Numerics
import Tensors

/// Embeddings of videos by appearance and by motion, and the choice between them.
///
/// If appearance and motion agree, both are used. If they disagree, motion alone is used, because the scene
/// often says little about the action. Appearance alone is used if there are few videos, or if motion is
/// noise: then the odd and the even histograms disagree. Agreement is the kernel alignment. Categories are not
/// used.
public struct VideoEmbeddings: Sendable {
  /// The modality that frames and videos are clustered by.
  public let modality: Modality
  /// The kernel alignment between appearance and motion; nil without motion or for fewer than four videos.
  public let alignment: Double?
  /// The kernel alignment between the odd and the even histograms of motion; nil as ``alignment``.
  public let motionAlignment: Double?
  /// The videos' embeddings by every available modality, one row for every video.
  public let features: [Modality: Features]

  /// The fewest videos for which motion alone may be used.
  ///
  /// With fewer videos, the standard deviation of chance is above 0.17. Then one can't tell whether appearance
  /// and motion disagree.
  static let fewestForMotionAlone = 10

  private enum Threshold {
    /// The alignment above which appearance and motion agree.
    ///
    /// With three seeds each, UT-Interaction, whose scenes say nothing about the action, had 0.00 to 0.08,
    /// footage6 0.47 to 0.51, and the demonstration 0.12 to 0.20. Of 60 draws of 18 videos, nine tenths had
    /// −0.08 to 0.14 (UT-Interaction) and 0.31 to 0.68 (footage6) (docs/what-was-tried.md, 2026-11-25).
    static let alignment = 0.2
    /// The alignment above which motion is not noise.
    ///
    /// UT-Interaction had 0.76, footage6 0.75, and the demonstration 0.37: its kinds of video hardly differ by
    /// these histograms. Noise has 0.
    static let motionAlignment = 0.5

    /// Returns whether an alignment is above a threshold and above twice the standard deviation of chance.
    ///
    /// If nothing is aligned, the estimator's standard deviation is about √(2 / (n (n − 3))). By simulation it
    /// is 0.08 for 18 videos, 0.16 for ten, and 0.32 for six.
    static func isPassed(_ threshold: Double, by alignment: Double?, videos: Int) -> Bool {
      guard let alignment, videos > 3 else { return false }
      let chance = (2 / Double(videos * (videos - 3))).squareRoot()
      return alignment > max(threshold, 2 * chance)
    }
  }

  /// Computes the embeddings and chooses a modality.
  ///
  /// - Parameters:
  ///   - appearance: the mean features of every video's frames, one row for every video.
  ///   - motion: the histograms of motion of every video; nil if the frame store has none.
  ///   - descriptor: turns the histograms of a video into one vector.
  ///   - learned: the motion network's features, one row for every video; they have the same weight as the
  ///     descriptors. nil without a motion network.
  ///   - asked: the modality to use if there is motion; nil chooses it.
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

/// Clusters of videos by appearance, by motion, and by both.
public struct VideoClustering: Sendable {
  /// The embeddings of the videos.
  public let embeddings: VideoEmbeddings
  /// The clusters by every available modality.
  public let clusterings: [Modality: Clustering]

  /// Clusters videos.
  ///
  /// - Parameters:
  ///   - embeddings: the embeddings of the videos.
  ///   - kMeans: clusters the embeddings.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, `NumericsError`.
  public init(_ embeddings: VideoEmbeddings, by kMeans: KMeans, threads: Int = LibTorch.threads)
    throws
  {
    self.embeddings = embeddings
    clusterings = try embeddings.features.mapValues { try kMeans.cluster($0, threads: threads) }
  }
}

extension VideoClustering {
  /// The clusters by the chosen modality.
  public var clustering: Clustering {
    guard let clustering = clusterings[embeddings.modality] else {
      preconditionFailure("embeddings choose a modality that they have")
    }
    return clustering
  }

  /// Returns a scorer that compares the clusters by one modality with the categories.
  ///
  /// - Parameters:
  ///   - modality: the modality.
  ///   - categories: the category of every video.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Returns: nil if there are no clusters by that modality.
  /// - Throws: `TensorError`.
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
