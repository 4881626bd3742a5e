import Synchronization
import Videos

/// Keeps the pixels of decoded frames, up to a size, so that later epochs don't decode them again.
///
/// Frames that come once the cache is full are decoded every time: epochs use every frame equally often, so it does not
/// matter which ones stay.
public final class FrameCache: Sendable {
  /// The most bytes that the cache holds.
  public let limit: Int

  private struct Contents {
    var pixels: [FrameReference: [UInt8]] = [:]
    var bytes = 0
  }

  private let contents = Mutex(Contents())

  /// Makes an empty cache.
  ///
  /// - Parameter limit: the most bytes that it holds; 0 keeps nothing.
  public init(limit: Int) { self.limit = limit }

  /// The bytes that it holds.
  public var bytes: Int { contents.withLock { $0.bytes } }

  /// Returns the pixels of a frame, from memory if they are there.
  ///
  /// - Parameters:
  ///   - frame: the frame; all frames of a cache belong to one list of videos.
  ///   - decode: decodes the frame.
  /// - Returns: the pixels that `decode` returned, now or earlier.
  /// - Throws: what `decode` throws.
  public func pixels(of frame: FrameReference, decode: () throws -> [UInt8]) rethrows -> [UInt8] {
    if let kept = contents.withLock({ $0.pixels[frame] }) { return kept }
    let pixels = try decode()
    contents.withLock { contents in
      guard contents.pixels[frame] == nil, contents.bytes + pixels.count <= limit else { return }
      contents.pixels[frame] = pixels
      contents.bytes += pixels.count
    }
    return pixels
  }
}
