import Videos

/// Reads frames of a store into the memory of a batch.
public struct FrameSource: Sendable {
  /// The frame store.
  public let store: FrameStore
  /// Width and height of its frames in pixels.
  public let side: Int

  /// Names a source.
  ///
  /// - Parameters:
  ///   - store: the frame store.
  ///   - side: width and height of its frames in pixels.
  public init(store: FrameStore, side: Int) {
    self.store = store
    self.side = side
  }

  /// Reads the frames of some examples.
  ///
  /// - Parameters:
  ///   - examples: the examples, in the order wanted.
  ///   - videos: the list that their video positions refer to.
  /// - Throws: what reading or decoding a frame threw.
  public func load(_ examples: [Example], of videos: [StoredVideo]) throws -> Batch {
    let places = 0..<(examples.first?.frames.count ?? 0)
    return Batch(
      pixels: try load(places.flatMap { place in examples.map { $0.frames[place] } }, of: videos),
      examples: examples)
  }

  /// Reads frames one after the other.
  ///
  /// - Returns: frames × side × side × 3 bytes, red, green, blue.
  public func load(_ frames: [FrameReference], of videos: [StoredVideo]) throws -> [UInt8] {
    let codec = try JPEGCodec()
    let size = side * side * 3
    var pixels = [UInt8](repeating: 0, count: frames.count * size)
    try pixels.withUnsafeMutableBufferPointer { buffer in
      for (position, frame) in frames.enumerated() {
        let path = store.path(of: frame, in: videos[frame.video])
        let start = position * size
        try codec.read(
          path,
          into: UnsafeMutableBufferPointer(rebasing: buffer[start..<start + size]), width: side,
          height: side)
      }
    }
    return pixels
  }
}
