/// One frame of the frame store.
public struct FrameReference: Hashable, Sendable {
  /// Why a frame was stored.
  public enum Role: Sendable {
    /// It is one of every so many frames.
    case query
    /// It follows a query.
    case successor
    /// It is the later frame of a query's tuple.
    case later
  }

  /// The video's position in the list that it was sampled from.
  public let video: Int
  /// The frame's number in its video, from 0.
  public let frame: Int
  /// Why it was stored.
  public let role: Role

  /// Names a frame.
  public init(video: Int, frame: Int, role: Role) {
    self.video = video
    self.frame = frame
    self.role = role
  }
}
