/// The four frames that the quadruplet objective Lq compares.
package struct FrameTuple: Hashable, Sendable {
  /// The frame that the tuple is about.
  package let anchor: FrameReference
  /// The frame after it.
  package let successor: FrameReference
  /// A later frame of the same video.
  package let later: FrameReference
  /// A frame of another video.
  package let other: FrameReference

  /// Makes a tuple.
  package init(
    anchor: FrameReference, successor: FrameReference, later: FrameReference, other: FrameReference
  ) {
    self.anchor = anchor
    self.successor = successor
    self.later = later
    self.other = other
  }

  /// The tuple as training takes it; there is nothing to label.
  package var example: Example { Example(frames: [anchor, successor, later, other]) }

  /// What it says of nearness in time, as pairs: the anchor with its successor, and with the other
  /// video's frame.
  var pairs: [Pair] {
    [
      Pair(anchor: anchor, partner: successor, isPositive: true),
      Pair(anchor: anchor, partner: other, isPositive: false),
    ]
  }
}
