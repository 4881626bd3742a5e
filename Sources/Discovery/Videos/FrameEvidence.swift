/// Makes one row a frame of what is seen in it and what moves around it.
///
/// The scales are those of the frames that it is made for, so that others, which a classifier is shown, come
/// to lie beside them.
public struct FrameEvidence: Sendable {
  /// What the rows are made of.
  public let evidence: Evidence
  private let appearance: Standardisation
  private let motion: Standardisation?

  /// A frame's motion counts half of its appearance: of the weights 0.5, 0.7, 1 and 1.4 the one with which
  /// footage6's frames had the fewest bits, three seeds (docs/what-was-tried.md, 2026-11-25).
  static let weight = 0.5

  /// Finds the scales.
  ///
  /// - Parameters:
  ///   - evidence: what the rows are made of; appearance where there is no motion.
  ///   - appearance: what a network makes of every frame.
  ///   - motion: what one makes of the motion around it, or nil.
  public init(_ evidence: Evidence, appearance: Features, motion: Features?) {
    self.evidence = motion == nil ? .appearance : evidence
    self.appearance = Standardisation(of: appearance.rowsNormalised())
    self.motion = motion.map { Standardisation(of: $0.rowsNormalised()) }
  }

  /// A row a frame; for appearance alone, as the network made it.
  ///
  /// - Parameters:
  ///   - appearance: what the network makes of every frame.
  ///   - motion: what one makes of the motion around it.
  public func callAsFunction(appearance: Features, motion: Features?) -> Features {
    guard let motion, let scaled = self.motion, evidence != .appearance else { return appearance }
    guard evidence == .both else { return scaled(motion.rowsNormalised()) }
    return self.appearance(appearance.rowsNormalised())
      .joined(with: scaled(motion.rowsNormalised(), weight: Self.weight))
  }
}
