import Basics

/// Stretches of videos' motion as a network sees them: nine histograms, square roots of their numbers, as one
/// row of length 1.
///
/// A histogram stands for five frames, so that a window is a second and a half at 30 frames a second.
public struct MotionWindows: Sendable {
  /// What a histogram's numbers are.
  public let layout: MotionLayout

  /// Names the histograms' layout.
  public init(layout: MotionLayout) { self.layout = layout }

  /// Histograms to either side of the one in the middle.
  public static let radius = 4
  /// Numbers of a window.
  public var dimension: Int { (2 * Self.radius + 1) * layout.count }

  /// The window around a histogram; at the video's ends, the last histogram stands for those that are missing.
  ///
  /// - Parameters:
  ///   - histograms: a video's, rows × cells² × directions, at least one row.
  ///   - row: which one is in the middle.
  ///   - isMirrored: whether left and right change places.
  public func window(of histograms: [Float], around row: Int, isMirrored: Bool = false) -> [Float] {
    var view = MotionView.whole
    view.isMirrored = isMirrored
    return window(of: histograms, around: row, seenAs: view)
  }

  /// The same window in another light.
  ///
  /// - Parameters:
  ///   - histograms: a video's.
  ///   - row: which one is in the middle.
  ///   - view: how it is seen.
  public func window(of histograms: [Float], around row: Int, seenAs view: MotionView) -> [Float] {
    let (count, last) = (layout.count, histograms.count / layout.count - 1)
    var result: [Float] = []
    result.reserveCapacity(dimension)
    for offset in -Self.radius...Self.radius {
      if view.missing.contains(offset) {
        result.append(contentsOf: repeatElement(0, count: count))
        continue
      }
      let source = min(max(row + view.later + offset, 0), last) * count
      result += seen(Array(histograms[source..<source + count]), as: view)
    }
    var length: Float = 0
    for index in result.indices {
      // A root's square is the number.
      length += result[index]
      result[index] = result[index].squareRoot()
    }
    let scale = 1 / (length + Self.leastLength).squareRoot()
    for index in result.indices { result[index] *= scale }
    return result
  }

  /// Less motion than this is none.
  private static let leastLength: Float = 1e-6

  /// A histogram moved over the picture by a part of a cell, what leaves it being lost.
  private func seen(_ histogram: [Float], as view: MotionView) -> [Float] {
    guard view.isMirrored || view.down != 0 || view.right != 0 else { return histogram }
    let (cells, directions) = (layout.cells, layout.directions)
    var moved = [Float](repeating: 0, count: layout.count)
    for (index, value) in histogram.enumerated() where value > 0 {
      let place = view.isMirrored ? layout.mirrored(index) : index
      let (cell, direction) = place.quotientAndRemainder(dividingBy: directions)
      let (row, column) = cell.quotientAndRemainder(dividingBy: cells)
      let (steps, shares) = (
        (view.down < 0 ? -1 : 1, view.right < 0 ? -1 : 1), (abs(view.down), abs(view.right))
      )
      for (down, vertical) in [(0, 1 - shares.0), (steps.0, shares.0)] {
        for (right, horizontal) in [(0, 1 - shares.1), (steps.1, shares.1)] {
          let (toRow, toColumn) = (row + down, column + right)
          guard (0..<cells).contains(toRow), (0..<cells).contains(toColumn) else { continue }
          moved[(toRow * cells + toColumn) * directions + direction] +=
            value * vertical * horizontal
        }
      }
    }
    return moved
  }
}
