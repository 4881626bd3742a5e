/// Makes one row a frame of what is seen in it and what moves around it.
///
/// The scales are those of the frames that it is made for, so that others, which a classifier is shown, come
/// to lie beside them.
public struct FrameEvidence: Sendable {
  /// What the rows are made of.
  public let evidence: Evidence
  private let appearance: Standardisation?
  private let motion: Standardisation?

  /// A frame's motion counts half of its appearance: of the weights 0.5, 0.7 and 1 the one with which
  /// footage6's frames had the fewest bits, three seeds (docs/what-was-tried.md, 2026-11-25).
  static let weight = 0.5

  /// Finds the scales.
  ///
  /// - Parameters:
  ///   - evidence: what the rows are made of; appearance where there is no motion.
  ///   - appearance: what a network makes of every frame.
  ///   - motion: what one makes of the motion around it, or nil.
  public init(_ evidence: Evidence, appearance: Features, motion: Features?) {
    let evidence = motion == nil ? .appearance : evidence
    self.evidence = evidence
    // What is not asked for may take a gigabyte.
    self.appearance =
      evidence == .both ? Standardisation(of: appearance.rowsNormalised()) : nil
    self.motion =
      evidence == .appearance ? nil : motion.map { Standardisation(of: $0.rowsNormalised()) }
  }

  /// A row a frame; for appearance alone, as the network made it.
  ///
  /// - Parameters:
  ///   - appearance: what the network makes of every frame.
  ///   - motion: what one makes of the motion around it.
  public func callAsFunction(appearance: Features, motion: Features?) -> Features {
    guard let motion, let moving = self.motion else { return appearance }
    guard let seen = self.appearance else { return moving(motion.rowsNormalised()) }
    return seen(appearance.rowsNormalised())
      .joined(with: moving(motion.rowsNormalised(), weight: Self.weight))
  }
}
