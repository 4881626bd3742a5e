import Basics
import Foundation
import Videos

/// Decodes an epoch's batches on a thread of its own, a few ahead of training.
public final class PairLoader {
  private let queue = BoundedQueue<PairBatch>(capacity: 3)

  /// Starts loading.
  ///
  /// - Parameters:
  ///   - epoch: the epoch, from 0.
  ///   - sampler: what the pairs are.
  ///   - source: where the frames are.
  ///   - batch: pairs a step; the last step of an epoch takes what is left.
  ///   - firstStep: the step of the epoch to begin with, from 0.
  public init(
    epoch: Int, sampler: PairSampler, source: FrameSource, batch: Int, firstStep: Int = 0
  ) {
    let queue = queue
    let thread = Thread {
      do {
        let order = sampler.order(ofEpoch: epoch)
        for start in stride(from: firstStep * batch, to: order.count, by: batch) {
          let pairs = order[start..<min(start + batch, order.count)].map {
            sampler.pair($0, ofEpoch: epoch)
          }
          guard queue.put(try source.load(pairs, of: sampler.videos)) else { return }
        }
        queue.finish()
      } catch {
        queue.finish(throwing: error)
      }
    }
    thread.start()
  }

  deinit {
    queue.finish()
  }

  /// The next batch, or nil at the end of the epoch.
  ///
  /// - Throws: what reading or decoding a frame threw.
  public func next() throws -> PairBatch? {
    try queue.take()
  }
}
