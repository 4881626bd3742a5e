/// One frame of the frame store.
package struct FrameReference: Hashable, Sendable {
  /// Why a frame was stored.
  package enum Role: Sendable {
    /// It is one of every so many frames.
    case query
    /// It follows a query.
    case successor
    /// It is the later frame of a query's tuple.
    case later
  }

  /// The video's position in the list that it was sampled from.
  package let video: Int
  /// The frame's number in its video, from 0.
  package let frame: Int
  /// Why it was stored.
  package let role: Role

  /// Names a frame.
  package init(video: Int, frame: Int, role: Role) {
    self.video = video
    self.frame = frame
    self.role = role
  }
}
