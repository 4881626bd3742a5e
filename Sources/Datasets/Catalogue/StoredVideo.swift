import Videos

/// A video of a frame store, with the frames that were chosen from it.
package struct StoredVideo: Equatable, Sendable {
  /// Its path in the collection, such as `Archery/v_Archery_g01_c02.avi`.
  package let name: String
  /// Its category; empty where the collection has none.
  package let category: String
  /// Its chosen frames, in order.
  package let frames: [StoredFrame]

  /// Describes a video.
  ///
  /// - Parameters:
  ///   - name: its path in the collection.
  ///   - category: its category; empty where the collection has none.
  ///   - frames: its chosen frames, in order.
  package init(name: String, category: String, frames: [StoredFrame]) {
    self.name = name
    self.category = category
    self.frames = frames
  }
}
