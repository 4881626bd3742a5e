import Basics
import Datasets
import Synchronization
import Videos

/// The stored frames of a video as small grey pictures, by which copies are told.
package struct VideoSignature: Sendable {
  /// The width and height of a picture in pixels.
  package static let side = 32
  /// The bytes of a picture.
  package static let size = side * side

  /// The seconds of the frames.
  package let seconds: [Double]
  /// The pictures, one after the other: frames × 32 × 32 grey levels.
  package let pixels: [UInt8]

  /// The number of frames.
  var count: Int { seconds.count }

  /// The usual time between two frames: the median.
  var gap: Double {
    let gaps = zip(seconds.dropFirst(), seconds).map { $0 - $1 }.sorted()
    return gaps.isEmpty ? 0 : gaps[gaps.count / 2]
  }

  /// How long the frames last.
  var duration: Double { (seconds.last ?? 0) + gap }

  /// Returns one picture, mirrored left to right if asked.
  func picture(_ frame: Int, mirrored: Bool = false) -> [Float] {
    let start = frame * Self.size
    guard mirrored else { return pixels[start..<start + Self.size].map(Float.init) }
    return (0..<Self.size).map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: Self.side)
      return Float(pixels[start + row * Self.side + Self.side - 1 - column])
    }
  }

  /// Makes a signature of pictures.
  package init(seconds: [Double], pixels: [UInt8]) {
    (self.seconds, self.pixels) = (seconds, pixels)
  }

  /// Reads the stored frames of a video.
  ///
  /// - Throws: the error of reading or decoding a frame.
  init(of video: StoredVideo, in store: FrameStore, with codec: JPEGCodec) throws {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(video.frames.count * Self.size)
    let divisor = [4, 2].first { store.settings.side / $0 > Self.side } ?? 1
    for frame in video.frames {
      let image = try codec.read(store.queryPath(video.name, frame: frame.number), divisor: divisor)
      let small = AreaShrinking.shrink(image.pixels[...], side: image.width, to: Self.side)
      for place in 0..<Self.size {
        // The luma of BT.601.
        let grey =
          0.299 * small[place * 3] + 0.587 * small[place * 3 + 1] + 0.114 * small[place * 3 + 2]
        pixels.append(UInt8(min(max(grey * 255, 0), 255).rounded()))
      }
    }
    self.init(seconds: video.frames.map(\.seconds), pixels: pixels)
  }

  /// Reads the frames of several videos.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - store: where their frames are.
  ///   - threads: how many videos are read at the same time.
  ///   - context: receives progress, and can cancel the work.
  /// - Throws: the error of reading or decoding a frame; `CancellationError`.
  static func read(
    _ videos: [StoredVideo], in store: FrameStore, threads: Int, _ context: RunContext
  ) throws -> [VideoSignature] {
    let found = Mutex([VideoSignature?](repeating: nil, count: videos.count))
    // Progress is shown between blocks, on this thread.
    let block = max(threads * 8, 1)
    for start in stride(from: 0, to: videos.count, by: block) {
      try context.checkCancelled()
      context.display.show(
        "reading frames for copies", done: start, of: videos.count, unit: "videos")
      try concurrently(min(block, videos.count - start), threads: threads) { piece in
        let signature = try VideoSignature(of: videos[start + piece], in: store, with: JPEGCodec())
        found.withLock { $0[start + piece] = signature }
      }
    }
    return found.withLock { $0.compactMap { $0 } }
  }
}
