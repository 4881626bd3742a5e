import Basics

/// The order in which a map's frames take their places.
///
/// Where two pictures would overlap, the one that comes first is drawn and the other stays a point. So the first
/// frames must lie evenly over the map, and the next ones evenly between them, at every zoom. Frames that are near
/// on the map are near in the order too: their thumbnails lie in the same sheet.
package enum MapOrder {
  /// The grids of the tiers have 2⁵, 2⁶, … 2¹² cells a side.
  private static let tiers = 5...12

  /// Orders frames in tiers of a quadtree, and each tier along a Morton curve.
  ///
  /// A tier has one frame for each cell of its grid that has none of an earlier tier: the most typical one. What is
  /// left over is the last tier.
  ///
  /// - Parameters:
  ///   - x: the place of every frame, from 0 to 65535.
  ///   - y: the same, across.
  ///   - strangeness: how untypical every frame is.
  /// - Returns: the frames' numbers, the first to be drawn first.
  /// - Complexity: O(n log n) for n frames.
  package static func order(x: [UInt16], y: [UInt16], strangeness: [UInt8]) -> [Int] {
    let codes = zip(x, y).map { MortonCode.code($0, $1) }
    var left = codes.indices.sorted { (strangeness[$0], $0) < (strangeness[$1], $1) }
    var order: [Int] = []
    order.reserveCapacity(codes.count)
    for bits in tiers where !left.isEmpty {
      let shift = UInt32(2 * (16 - bits))
      var taken = Set(order.map { codes[$0] >> shift })
      var tier: [Int] = []
      left.removeAll { frame in
        guard taken.insert(codes[frame] >> shift).inserted else { return false }
        tier.append(frame)
        return true
      }
      order += sorted(tier, by: codes)
    }
    return order + sorted(left, by: codes)
  }

  private static func sorted(_ frames: [Int], by codes: [UInt32]) -> [Int] {
    frames.sorted { (codes[$0], $0) < (codes[$1], $1) }
  }
}
