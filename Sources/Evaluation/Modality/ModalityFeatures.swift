import Basics
import Datasets
import Numerics
import Tensors

/// What frames and videos are grouped by; the raw value is what `metrics.json` calls it.
public enum Modality: String, Codable, CaseIterable, CodingKey, Sendable {
  /// What is seen: a frame's features, of a video their mean.
  case appearance
  /// What moves: around a frame, or in a video.
  case motion
  /// Both.
  case both
}

/// Makes one row a frame of what is seen in it and what moves around it.
///
/// The scales are those of the frames that it is made for, so that others, which a classifier is shown, come
/// to lie beside them.
package struct ModalityFusion: Sendable {
  /// What the rows are made of.
  package let modality: Modality
  private let appearance: Standardisation?
  private let motion: Standardisation?

  /// A frame's motion counts half of its appearance: of the weights 0.5, 0.7 and 1 the one with which
  /// footage6's frames had the fewest bits, three seeds (docs/what-was-tried.md, 2026-11-25).
  static let weight = 0.5

  /// Finds the scales.
  ///
  /// - Parameters:
  ///   - modality: what the rows are made of; appearance where there is no motion.
  ///   - appearance: what a network makes of every frame.
  ///   - motion: what one makes of the motion around it, or nil.
  package init(_ modality: Modality, appearance: Features, motion: Features?) {
    let modality = motion == nil ? .appearance : modality
    self.modality = modality
    // What is not asked for may take a gigabyte.
    self.appearance =
      modality == .both ? Standardisation(of: appearance.l2Normalised()) : nil
    self.motion =
      modality == .appearance ? nil : motion.map { Standardisation(of: $0.l2Normalised()) }
  }

  /// A row a frame; for appearance alone, as the network made it.
  ///
  /// - Parameters:
  ///   - appearance: what the network makes of every frame.
  ///   - motion: what one makes of the motion around it.
  package func fuse(appearance: Features, motion: Features?) -> Features {
    guard let motion, let moving = self.motion else { return appearance }
    guard let seen = self.appearance else { return moving.transform(motion.l2Normalised()) }
    return seen.transform(appearance.l2Normalised())
      .joined(with: moving.transform(motion.l2Normalised(), weight: Self.weight))
  }
}

/// The features that frames and videos are clustered by, and what they are made of.
struct ModalityFeatures {
  /// What the frames are clustered by: a row a frame, made of appearance, motion or both.
  let fused: Features
  /// The same of the training frames that probes are shown.
  let shown: Features?
  /// What the network made of the frames.
  let appearance: Features
  /// What the network that sees motion made of the motion around them; nil where none learned.
  let motion: Features?
  /// The videos, by every modality.
  let videos: VideoEmbeddings
  /// What the fused features are made of: as the videos' are, where there is learned motion.
  let modality: Modality

  /// Computes them.
  ///
  /// - Parameters:
  ///   - subject: the network and the videos.
  ///   - frames: the held-out frames.
  ///   - motion: the held-out videos' motion; nil where the store has none.
  ///   - shown: the training frames that probes are shown, if any.
  ///   - extractor: computes features of frames.
  ///   - asked: what frames and videos are to be clustered by.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: what reading or computing threw; ``MotionError/notLearned(asked:)``.
  init(
    of subject: EvaluationSubject, frames: EvaluationSet, motion: MotionFeatures?,
    shown: EvaluationSet?, extractor: FeatureExtractor, asked: ModalityChoice, threads: Int
  ) throws {
    let around = motion?.around(frames)
    if asked.needsMotion, around == nil { throw MotionError.notLearned(asked: asked.rawValue) }
    let seen = try Self.appearance(of: subject, frames: frames, shown: shown, by: extractor)
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

  /// The trained network's features; the network is gone afterwards.
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

  /// The same frames by another modality.
  func features(by modality: Modality) -> Features {
    ModalityFusion(modality, appearance: appearance, motion: motion)
      .fuse(appearance: appearance, motion: motion)
  }
}
