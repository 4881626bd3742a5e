import Videos

/// A video of a frame store, with the frames that were chosen from it.
public struct StoredVideo: Equatable, Sendable {
  /// Its path in the collection, such as `Archery/v_Archery_g01_c02.avi`.
  public let name: String
  /// Its category; empty where the collection has none.
  public let category: String
  /// Its chosen frames, in order.
  public let frames: [StoredFrame]

  /// Describes a video.
  ///
  /// - Parameters:
  ///   - name: its path in the collection.
  ///   - category: its category; empty where the collection has none.
  ///   - frames: its chosen frames, in order.
  public init(name: String, category: String, frames: [StoredFrame]) {
    self.name = name
    self.category = category
    self.frames = frames
  }
}
