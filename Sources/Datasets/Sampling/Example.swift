/// One term of an objective's sum: the frames that it compares, and what is known of them.
public struct Example: Hashable, Sendable {
  /// The frames, in the objective's order; as many in every example of a sampler.
  public let frames: [FrameReference]
  /// What is known of them, as a number: 1 for a positive pair, a category's number; 0 where there
  /// is nothing to know.
  public let label: Int

  /// Makes an example.
  public init(frames: [FrameReference], label: Int = 0) {
    self.frames = frames
    self.label = label
  }
}
