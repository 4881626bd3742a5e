import Basics

extension FrameSource {
  /// The batches of training, loaded ahead of it, from one epoch into the next as well.
  ///
  /// - Parameters:
  ///   - numbers: the batches, counted over all epochs from 0.
  ///   - sampler: what the examples are.
  ///   - size: examples a batch; an epoch's last one takes what is left.
  ///   - views: how frames are seen; as stored if left out.
  package func batches(
    _ numbers: Range<Int>, by sampler: some Sampler, size: Int, seenAs views: Views? = nil
  ) -> Prefetch<Batch> {
    let orders = LatestOrder()
    let batchesPerEpoch = (sampler.count + size - 1) / size
    return Prefetch(numbers) { number in
      let (epoch, place) = number.quotientAndRemainder(dividingBy: batchesPerEpoch)
      let order = orders.order(ofEpoch: epoch, by: sampler)
      let indices = Array(order[place * size..<min((place + 1) * size, order.count)])
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
  package func batches(
    of frames: [FrameReference], in videos: [StoredVideo], size: Int
  ) -> Prefetch<[UInt8]> {
    Prefetch(0..<(frames.count + size - 1) / size) { number in
      let chosen = frames[number * size..<min((number + 1) * size, frames.count)]
      return try load(Array(chosen), of: videos)
    }
  }
}
