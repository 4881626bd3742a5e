/// Two frames, and whether the second follows the first.
public struct Pair: Hashable, Sendable {
  /// The frame that the pair is about.
  public let anchor: FrameReference
  /// Its successor, or a frame of another video.
  public let partner: FrameReference
  /// Whether the partner is the anchor's successor.
  public let isPositive: Bool

  /// Makes a pair.
  public init(anchor: FrameReference, partner: FrameReference, isPositive: Bool) {
    self.anchor = anchor
    self.partner = partner
    self.isPositive = isPositive
  }

  /// The pair as training takes it: anchor and partner, and 1 where it is positive.
  public var example: Example { Example(frames: [anchor, partner], label: isPositive ? 1 : 0) }
}
