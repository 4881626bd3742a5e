/// One term of an objective's sum: the frames that it compares, and what is known of them.
package struct Example: Hashable, Sendable {
  /// The frames, in the objective's order; as many in every example of a sampler.
  package let frames: [FrameReference]
  /// What is known of them, as a number: 1 for a positive pair, a category's number; 0 where there
  /// is nothing to know.
  package let label: Int

  /// Makes an example.
  package init(frames: [FrameReference], label: Int = 0) {
    self.frames = frames
    self.label = label
  }
}
