import Basics

extension FrameSource {
  /// The batches of an epoch's examples, loaded ahead of training.
  ///
  /// - Parameters:
  ///   - epoch: the epoch, from 0.
  ///   - sampler: what the examples are.
  ///   - size: examples a batch; the last one takes what is left.
  ///   - first: the batch to begin with, from 0.
  ///   - views: how frames are seen; as stored if left out.
  public func batches(
    ofEpoch epoch: Int, by sampler: some Sampler, size: Int, from first: Int = 0,
    seenAs views: Views? = nil
  ) -> Prefetch<Batch> {
    let order = sampler.order(ofEpoch: epoch)
    let count = (order.count + size - 1) / size
    return Prefetch(min(first, count)..<count) { number in
      let indices = Array(order[number * size..<min((number + 1) * size, order.count)])
      return try load(indices.map { sampler.example($0, ofEpoch: epoch) }, of: sampler.videos) {
        views?.view(of: $1, inExample: indices[$0], ofEpoch: epoch) ?? .whole
      }
    }
  }

  /// Frames one after the other, loaded ahead of their use.
  ///
  /// - Parameters:
  ///   - frames: the frames, in the order wanted.
  ///   - videos: the list that their video positions refer to.
  ///   - size: frames a batch; the last one takes what is left.
  /// - Returns: batches of frames × side × side × 3 bytes.
  public func batches(
    of frames: [FrameReference], in videos: [StoredVideo], size: Int
  ) -> Prefetch<[UInt8]> {
    Prefetch(0..<(frames.count + size - 1) / size) { number in
      let chosen = frames[number * size..<min((number + 1) * size, frames.count)]
      return try load(Array(chosen), of: videos)
    }
  }
}
