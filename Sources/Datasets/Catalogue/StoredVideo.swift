/// A frame of the store, with what sampling needs to know of it.
public struct StoredFrame: Equatable, Sendable {
  /// Its number, counted in decoded frames from 0.
  public let number: Int
  /// Which of the video's chosen frames it is, counted from 0: the pair's number k.
  public let index: Int
  /// Seconds from the video's start.
  public let seconds: Double
  /// Whether its successor is stored.
  public let hasSuccessor: Bool

  /// Describes a frame.
  ///
  /// - Parameters:
  ///   - number: its number, counted in decoded frames from 0.
  ///   - index: which of the video's chosen frames it is, counted from 0.
  ///   - seconds: seconds from the video's start.
  ///   - hasSuccessor: whether its successor is stored.
  public init(number: Int, index: Int, seconds: Double, hasSuccessor: Bool) {
    self.number = number
    self.index = index
    self.seconds = seconds
    self.hasSuccessor = hasSuccessor
  }
}

/// A video of the store, with its frames.
public struct StoredVideo: Equatable, Sendable {
  /// Its path in the collection, such as `Archery/v_Archery_g01_c02.avi`.
  public let name: String
  /// Its category; empty where the collection has none.
  public let category: String
  /// Its chosen frames, in order.
  public let frames: [StoredFrame]

  /// Describes a video.
  public init(name: String, category: String, frames: [StoredFrame]) {
    self.name = name
    self.category = category
    self.frames = frames
  }
}
