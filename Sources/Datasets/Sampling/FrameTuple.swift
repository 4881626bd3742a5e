/// The four frames that the quadruplet objective Lq compares.
public struct FrameTuple: Hashable, Sendable {
  /// The frame that the tuple is about.
  public let anchor: FrameReference
  /// The frame after it.
  public let successor: FrameReference
  /// A later frame of the same video.
  public let later: FrameReference
  /// A frame of another video.
  public let other: FrameReference

  /// Makes a tuple.
  public init(
    anchor: FrameReference, successor: FrameReference, later: FrameReference, other: FrameReference
  ) {
    self.anchor = anchor
    self.successor = successor
    self.later = later
    self.other = other
  }

  /// The tuple as training takes it; there is nothing to label.
  public var example: Example { Example(frames: [anchor, successor, later, other]) }

  /// What it says of nearness in time, as pairs: the anchor with its successor, and with the other
  /// video's frame.
  var pairs: [Pair] {
    [
      Pair(anchor: anchor, partner: successor, isPositive: true),
      Pair(anchor: anchor, partner: other, isPositive: false),
    ]
  }
}
