import Basics
import Synchronization
import Videos

/// Reads frames of a store into batches.
public struct FrameSource: Sendable {
  /// The frame store.
  public let store: FrameStore
  /// The width and height of the frames it gives, in pixels.
  ///
  /// Stored frames of another size are resampled.
  public let side: Int
  /// Keeps the stored frames that were decoded for views; nil decodes them every time.
  public let cache: FrameCache?

  /// Makes a source of frames.
  ///
  /// - Parameters:
  ///   - store: the frame store.
  ///   - side: the width and height of the frames it gives, in pixels.
  ///   - cache: keeps the stored frames that were decoded for views; nil decodes them every time.
  public init(store: FrameStore, side: Int, cache: FrameCache? = nil) {
    (self.store, self.side, self.cache) = (store, side, cache)
  }

  /// Reads the frames of some examples.
  ///
  /// - Parameters:
  ///   - examples: the examples, in the order of the batch.
  ///   - videos: the list that the frames' video positions refer to.
  ///   - view: gives the view of a frame, from the example's position in the list and the frame's
  ///     place in the example. The default is the stored frame.
  /// - Throws: the error of reading or decoding a frame.
  public func load(
    _ examples: [Example], of videos: [StoredVideo],
    seenAs view: (_ position: Int, _ place: Int) -> View = { _, _ in .whole }
  ) throws -> Batch {
    let places = 0..<(examples.first?.frames.count ?? 0)
    let frames = places.flatMap { place in examples.map { $0.frames[place] } }
    let views = places.flatMap { place in examples.indices.map { view($0, place) } }
    return Batch(
      pixels: try load(frames, of: videos, seenAs: views), side: side, examples: examples)
  }

  /// Reads single frames.
  ///
  /// - Parameters:
  ///   - frames: the frames, in the order of the result.
  ///   - videos: the list that the frames' video positions refer to.
  ///   - views: the view of each frame. The default is the stored frame.
  /// - Returns: frames × side × side × 3 bytes; red, green, blue.
  /// - Throws: the error of reading or decoding a frame.
  public func load(
    _ frames: [FrameReference], of videos: [StoredVideo], seenAs views: [View]? = nil
  ) throws -> [UInt8] {
    let codec = try JPEGCodec()
    let (size, stored) = (side * side * 3, store.settings.side)
    var pixels = [UInt8](repeating: 0, count: frames.count * size)
    var whole = [UInt8](repeating: 0, count: stored * stored * 3)
    func read(_ path: String, _ frame: FrameReference) throws {
      guard let cache else {
        return try whole.withUnsafeMutableBufferPointer { whole in
          try codec.read(path, into: whole, width: stored, height: stored)
        }
      }
      whole = try cache.pixels(of: frame) {
        try [UInt8](unsafeUninitializedCapacity: stored * stored * 3) { buffer, count in
          count = buffer.count
          try codec.read(path, into: buffer, width: stored, height: stored)
        }
      }
    }
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
        try read(path, frame)
        whole.withUnsafeBufferPointer {
          view.render($0, side: stored, into: target, side: side)
        }
      }
    }
    return pixels
  }
}

/// A batch of examples with their pixels.
public struct Batch: Sendable {
  /// The pixels: frames per example × examples × side × side × 3 bytes; red, green, blue.
  ///
  /// The first frames of all examples come first, then all second frames, and so on.
  public let pixels: [UInt8]
  /// The width and height of the frames in pixels.
  public let side: Int
  /// The examples.
  public let examples: [Example]

  /// The label of every example.
  public var labels: [Int] { examples.map(\.label) }

  /// The number of examples.
  public var count: Int { examples.count }
}

extension FrameSource {
  /// Loads the batches of training in advance, across the ends of epochs.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the batches, counted from 0 over all epochs.
  ///   - sampler: gives the examples.
  ///   - size: examples per batch. The last batch of an epoch has the rest.
  ///   - views: draws the views of the frames. The default is the stored frames.
  ///   - sideOfBatch: returns the width and height of a batch's frames from the batch's number. The default is
  ///     this source's.
  public func batches(
    _ numbers: Range<Int>, by sampler: some Sampler, size: Int, seenAs views: ViewSampler? = nil,
    sideOfBatch: (@Sendable (Int) -> Int)? = nil
  ) -> Prefetch<Batch> {
    let orders = LatestOrder()
    let batchesPerEpoch = (sampler.count + size - 1) / size
    return Prefetch(numbers) { number in
      let (epoch, place) = number.quotientAndRemainder(dividingBy: batchesPerEpoch)
      let order = orders.order(ofEpoch: epoch, by: sampler)
      let indices = Array(order[place * size..<min((place + 1) * size, order.count)])
      let source = FrameSource(store: store, side: sideOfBatch?(number) ?? side, cache: cache)
      let examples = indices.map { sampler.example($0, ofEpoch: epoch) }
      return try source.load(examples, of: sampler.videos) {
        views?.view(of: $1, inExample: indices[$0], ofEpoch: epoch) ?? .whole
      }
    }
  }

  /// Loads batches of single frames in advance.
  ///
  /// - Parameters:
  ///   - frames: the frames, in the order of the batches.
  ///   - videos: the list that the frames' video positions refer to.
  ///   - size: frames per batch. The last batch has the rest.
  /// - Returns: batches of frames × side × side × 3 bytes; red, green, blue.
  public func batches(
    of frames: [FrameReference], in videos: [StoredVideo], size: Int
  ) -> Prefetch<[UInt8]> {
    Prefetch(0..<(frames.count + size - 1) / size) { number in
      let chosen = frames[number * size..<min((number + 1) * size, frames.count)]
      return try load(Array(chosen), of: videos)
    }
  }
}

/// Remembers the order of the latest epoch, because drawing it takes O(count).
private final class LatestOrder: Sendable {
  private let latest = Mutex<(epoch: Int, order: [Int])?>(nil)

  /// Gives the order of an epoch.
  ///
  /// - Complexity: O(1) for the same epoch as before, otherwise O(count of the sampler).
  func order(ofEpoch epoch: Int, by sampler: some Sampler) -> [Int] {
    latest.withLock { latest in
      if let latest, latest.epoch == epoch { return latest.order }
      let order = sampler.order(ofEpoch: epoch)
      latest = (epoch, order)
      return order
    }
  }
}
