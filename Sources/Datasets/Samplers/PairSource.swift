/// Something that says which pairs an epoch is made of, in the order in which they are trained on.
package protocol PairSource {
  /// The videos that the pairs' frames refer to.
  var videos: [StoredVideo] { get }

  /// The pairs of an epoch, in order; batches are cut from it one after the other.
  ///
  /// - Parameter epoch: the epoch, from 0.
  func pairs(ofEpoch epoch: Int) -> [Pair]
}

extension PairSampler: PairSource {
  /// Every anchor once, in the epoch's order.
  ///
  /// - Complexity: O(count).
  package func pairs(ofEpoch epoch: Int) -> [Pair] {
    order(ofEpoch: epoch).map { pair($0, ofEpoch: epoch) }
  }
}

extension TupleSampler: PairSource {
  /// Two pairs a tuple: a tuple pulls its anchor to one frame and pushes it from another.
  ///
  /// - Complexity: O(count).
  package func pairs(ofEpoch epoch: Int) -> [Pair] {
    order(ofEpoch: epoch).flatMap { tuple($0, ofEpoch: epoch).pairs }
  }
}
