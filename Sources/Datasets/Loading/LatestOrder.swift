import Synchronization

/// The order of the epoch that was asked for last, which takes a draw for every example.
final class LatestOrder: Sendable {
  private let latest = Mutex<(epoch: Int, order: [Int])?>(nil)

  /// The order of an epoch.
  ///
  /// - Complexity: O(1) while it is the same epoch's, else O(count of the sampler).
  func order(ofEpoch epoch: Int, by sampler: some Sampler) -> [Int] {
    latest.withLock { latest in
      if let latest, latest.epoch == epoch { return latest.order }
      let order = sampler.order(ofEpoch: epoch)
      latest = (epoch, order)
      return order
    }
  }
}
