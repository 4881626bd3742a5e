/// One frame of the frame store.
public struct FrameReference: Hashable, Sendable {
  /// Whether a frame was chosen itself or because it follows a chosen one.
  public enum Role: Sendable {
    /// One frame in ten.
    case query
    /// The frame after a query.
    case successor
  }

  /// The video's position in the list that it was sampled from.
  public let video: Int
  /// The frame's number, counted in decoded frames from 0.
  public let frame: Int
  /// Whether it was chosen itself.
  public let role: Role

  /// Names a frame.
  public init(video: Int, frame: Int, role: Role) {
    self.video = video
    self.frame = frame
    self.role = role
  }
}

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
}
