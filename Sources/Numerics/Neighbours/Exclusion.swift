import Tensors

/// Takes rows of the same group out of a block of distances.
struct Exclusion {
  /// Stretches of neighbouring rows of one group, since rows of one video mostly lie together.
  private let stretches: [Range<Int>]
  /// For every group, its stretches.
  private let stretchesOfGroup: [Int: [Int]]
  private let groups: [Int]
  private let infinity: Tensor

  init(_ groups: [Int]) throws {
    var stretches: [Range<Int>] = []
    var stretchesOfGroup: [Int: [Int]] = [:]
    for row in groups.indices where row == 0 || groups[row] != groups[row - 1] {
      let end = groups[row...].firstIndex { $0 != groups[row] } ?? groups.count
      stretchesOfGroup[groups[row], default: []].append(stretches.count)
      stretches.append(row..<end)
    }
    self.groups = groups
    self.stretches = stretches
    self.stretchesOfGroup = stretchesOfGroup
    infinity = try Tensor([Float.infinity], shape: [1, 1])
  }

  /// Makes the distances between rows of one group infinite.
  ///
  /// - Parameters:
  ///   - distances: block × all rows, changed in place.
  ///   - rows: the block's rows.
  func apply(to distances: Tensor, rows: Range<Int>) throws {
    for stretch in stretches where stretch.overlaps(rows) {
      let own = stretch.clamped(to: rows)
      let part = try distances.narrowed(start: own.lowerBound - rows.lowerBound, length: own.count)
      for other in stretchesOfGroup[groups[stretch.lowerBound]] ?? [] {
        let columns = stretches[other]
        try part.narrowed(dimension: 1, start: columns.lowerBound, length: columns.count)
          .add(infinity)
      }
    }
  }
}
