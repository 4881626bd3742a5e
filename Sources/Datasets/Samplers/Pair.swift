/// Two frames, and whether the second follows the first.
package struct Pair: Hashable, Sendable {
  /// The frame that the pair is about.
  package let anchor: FrameReference
  /// Its successor, or a frame of another video.
  package let partner: FrameReference
  /// Whether the partner is the anchor's successor.
  package let isPositive: Bool

  /// Makes a pair.
  package init(anchor: FrameReference, partner: FrameReference, isPositive: Bool) {
    self.anchor = anchor
    self.partner = partner
    self.isPositive = isPositive
  }

  /// The pair as training takes it: anchor and partner, and 1 where it is positive.
  package var example: Example { Example(frames: [anchor, partner], label: isPositive ? 1 : 0) }
}
