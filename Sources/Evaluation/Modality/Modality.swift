import Datasets
import Numerics

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
