import Videos

/// Reads frames of a store into the memory of a batch.
package struct FrameSource: Sendable {
  /// The frame store.
  package let store: FrameStore
  /// Width and height in pixels that frames are given; stored ones of another size are resampled.
  package let side: Int

  /// Names a source.
  ///
  /// - Parameters:
  ///   - store: the frame store.
  ///   - side: width and height in pixels that frames are given.
  package init(store: FrameStore, side: Int) {
    self.store = store
    self.side = side
  }

  /// Reads the frames of some examples.
  ///
  /// - Parameters:
  ///   - examples: the examples, in the order wanted.
  ///   - videos: the list that their video positions refer to.
  ///   - view: how a frame is seen, by the example's position in the list and the frame's place in it; as
  ///     stored if left out.
  /// - Throws: what reading or decoding a frame threw.
  package func load(
    _ examples: [Example], of videos: [StoredVideo],
    seenAs view: (_ position: Int, _ place: Int) -> View = { _, _ in .whole }
  ) throws -> Batch {
    let places = 0..<(examples.first?.frames.count ?? 0)
    let frames = places.flatMap { place in examples.map { $0.frames[place] } }
    let views = places.flatMap { place in examples.indices.map { view($0, place) } }
    return Batch(pixels: try load(frames, of: videos, seenAs: views), examples: examples)
  }

  /// Reads frames one after the other.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - videos: the list that their video positions refer to.
  ///   - views: how each is seen; as stored if left out.
  /// - Returns: frames × side × side × 3 bytes, red, green, blue.
  package func load(
    _ frames: [FrameReference], of videos: [StoredVideo], seenAs views: [View]? = nil
  ) throws -> [UInt8] {
    let codec = try JPEGCodec()
    let (size, stored) = (side * side * 3, store.settings.side)
    var pixels = [UInt8](repeating: 0, count: frames.count * size)
    var whole = [UInt8](repeating: 0, count: stored * stored * 3)
    try pixels.withUnsafeMutableBufferPointer { buffer in
      for (position, frame) in frames.enumerated() {
        let path = store.path(of: frame, in: videos[frame.video])
        let start = position * size
        let target = UnsafeMutableBufferPointer(rebasing: buffer[start..<start + size])
        let view = views?[position] ?? .whole
        guard view != .whole || side != stored else {
          try codec.read(path, into: target, width: side, height: side)
          continue
        }
        try whole.withUnsafeMutableBufferPointer { whole in
          try codec.read(path, into: whole, width: stored, height: stored)
          view.render(UnsafeBufferPointer(whole), side: stored, into: target, side: side)
        }
      }
    }
    return pixels
  }
}
