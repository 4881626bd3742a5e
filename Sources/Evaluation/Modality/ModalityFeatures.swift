import Basics
import Datasets
import Numerics
import Tensors

/// The kind of features that frames and videos are clustered by; the raw value is its name in `metrics.json`.
public enum Modality: String, Codable, CaseIterable, CodingKey, Sendable {
  /// The network's features of a frame, or their mean over a video.
  case appearance
  /// The motion around a frame, or in a video.
  case motion
  /// Appearance and motion together.
  case both
}

/// Combines the appearance and the motion of frames into one row for each frame.
///
/// The scales are computed on the evaluated frames and then also used for the training frames of the probes.
/// Both are therefore comparable.
package struct ModalityFusion: Sendable {
  /// The modality of the rows.
  package let modality: Modality
  private let appearance: Standardisation?
  private let motion: Standardisation?

  /// The weight of motion relative to appearance.
  ///
  /// Of 0.5, 0.7 and 1 it gave footage6's frames the lowest conditional entropy, with three seeds
  /// (docs/what-was-tried.md, 2026-11-25).
  static let weight = 0.5

  /// Computes the scales.
  ///
  /// - Parameters:
  ///   - modality: the modality of the rows; without motion it is appearance.
  ///   - appearance: the network's features, one row for every frame.
  ///   - motion: the motion network's features, one row for every frame; nil without motion.
  package init(_ modality: Modality, appearance: Features, motion: Features?) {
    let modality = motion == nil ? .appearance : modality
    self.modality = modality
    // Only what is needed is computed, because it may take a gigabyte.
    self.appearance =
      modality == .both ? Standardisation(of: appearance.l2Normalised()) : nil
    self.motion =
      modality == .appearance ? nil : motion.map { Standardisation(of: $0.l2Normalised()) }
  }

  /// Combines features of frames; appearance alone is returned unchanged.
  ///
  /// - Parameters:
  ///   - appearance: the network's features, one row for every frame.
  ///   - motion: the motion network's features, one row for every frame; nil without motion.
  /// - Returns: one row for every frame.
  package func fuse(appearance: Features, motion: Features?) -> Features {
    guard let motion, let moving = self.motion else { return appearance }
    guard let seen = self.appearance else { return moving.transform(motion.l2Normalised()) }
    return seen.transform(appearance.l2Normalised())
      .joined(with: moving.transform(motion.l2Normalised(), weight: Self.weight))
  }
}

/// The features that frames and videos are clustered by, with their parts by appearance and motion.
struct ModalityFeatures {
  /// The features that the frames are clustered by, one row for every frame.
  let fused: Features
  /// The same features of the training frames that the probes are trained on.
  let shown: Features?
  /// The network's features of the frames.
  let appearance: Features
  /// The motion network's features around the frames; nil without a motion network.
  let motion: Features?
  /// The embeddings of the videos, by every modality.
  let videos: VideoEmbeddings
  /// The modality of the fused features: the videos' one, or appearance without a motion network.
  let modality: Modality

  /// Computes the features.
  ///
  /// - Parameters:
  ///   - subject: the network and the videos.
  ///   - frames: the held-out frames.
  ///   - motion: the held-out videos' motion; nil if the store has none.
  ///   - shown: the training frames that the probes are trained on; nil without probes.
  ///   - extractor: computes features of frames.
  ///   - asked: the modality that frames and videos are clustered by.
  ///   - known: the network's features of the frames, if they were computed before.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: errors of reading or computing; ``MotionError/notLearned(asked:)``.
  init(
    of subject: EvaluationSubject, frames: EvaluationSet, motion: MotionFeatures?,
    shown: EvaluationSet?, extractor: FeatureExtractor, asked: ModalityChoice,
    appearance known: Features? = nil, threads: Int
  ) throws {
    let around = motion?.around(frames)
    if asked.needsMotion, around == nil { throw MotionError.notLearned(asked: asked.rawValue) }
    let seen =
      try known.map { (frames: $0, shown: nil) }
      ?? Self.appearance(of: subject, frames: frames, shown: shown, by: extractor)
    (appearance, self.motion) = (seen.frames, around)
    videos = try VideoEmbeddings(
      appearance: frames.videoMeans(of: seen.frames), motion: motion?.stored.histograms,
      descriptor: FlowHistograms.descriptor, learned: motion?.videos, modality: asked.modality,
      threads: threads)
    let fusion = ModalityFusion(videos.modality, appearance: seen.frames, motion: around)
    modality = fusion.modality
    fused = fusion.fuse(appearance: seen.frames, motion: around)
    self.shown = try shown.flatMap { set in
      let motion = try MotionFeatures(
        of: set.videos, in: subject.store, by: subject.motionEncoder)
      return seen.shown.map { fusion.fuse(appearance: $0, motion: motion?.around(set)) }
    }
  }

  /// Computes the trained network's features; the network is freed afterwards.
  private static func appearance(
    of subject: EvaluationSubject, frames: EvaluationSet, shown: EvaluationSet?,
    by extractor: FeatureExtractor
  ) throws -> (frames: Features, shown: Features?) {
    let network = try subject.network()
    func features(of frames: EvaluationSet, _ title: String) throws -> Features {
      try extractor.features(of: frames, by: network, layer: subject.layer, title: title)
    }
    return (
      try features(of: frames, "computing features"),
      try shown.map { try features(of: $0, "computing features of training frames") }
    )
  }

  /// Returns the features of the same frames by another modality.
  func features(by modality: Modality) -> Features {
    ModalityFusion(modality, appearance: appearance, motion: motion)
      .fuse(appearance: appearance, motion: motion)
  }
}
