/// A point, or a cell's points as one at their mean.
struct Mass {
  var x: Float
  var y: Float
  /// How many points it stands for.
  var count: Float
}

extension QuadTree {
  /// Lists what pushes a group of neighbouring points: near points singly, far ones by the cell.
  ///
  /// - Parameters:
  ///   - group: the points, by their place along the curve.
  ///   - squaredTheta: the square of width over distance up to which a cell counts as one point.
  ///   - masses: the list, which is replaced.
  func collectMasses(for group: Range<Int>, squaredTheta: Float, into masses: inout [Mass]) {
    var low = positions[group.lowerBound]
    var high = low
    for point in group {
      low = pointwiseMin(low, positions[point])
      high = pointwiseMax(high, positions[point])
    }
    masses.removeAll(keepingCapacity: true)
    nodes.withUnsafeBufferPointer { nodes in
      var index = 0
      while index < nodes.count {
        let node = nodes[index]
        let distanceX = max(low.x - node.x, node.x - high.x, 0)
        let distanceY = max(low.y - node.y, node.y - high.y, 0)
        let squaredDistance = distanceX * distanceX + distanceY * distanceY
        if node.squaredWidth <= squaredTheta * squaredDistance {
          masses.append(Mass(x: node.x, y: node.y, count: node.count))
          index = Int(node.end)
        } else if node.firstPoint >= 0 {
          let first = Int(node.firstPoint)
          for point in first..<first + Int(node.count) {
            masses.append(Mass(x: positions[point].x, y: positions[point].y, count: 1))
          }
          index = Int(node.end)
        } else {
          index += 1
        }
      }
    }
  }
}
