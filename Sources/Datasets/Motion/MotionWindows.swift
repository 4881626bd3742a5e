import Basics

/// Stretches of videos' motion as a network sees them: nine histograms, square roots of their numbers, as one
/// row of length 1.
///
/// A histogram stands for five frames, so that a window is a second and a half at 30 frames a second.
package struct MotionWindows: Sendable {
  /// What a histogram's numbers are.
  package let layout: FlowHistogramLayout

  /// Names the histograms' layout.
  package init(layout: FlowHistogramLayout) { self.layout = layout }

  /// Histograms to either side of the one in the middle.
  package static let radius = 4
  /// Numbers of a window.
  package var dimension: Int { (2 * Self.radius + 1) * layout.count }

  /// The window around a histogram; at the video's ends, the last histogram stands for those that are missing.
  ///
  /// - Parameters:
  ///   - histograms: a video's, rows × cells² × directions, at least one row.
  ///   - row: which one is in the middle.
  ///   - isMirrored: whether left and right change places.
  package func window(of histograms: [Float], around row: Int, isMirrored: Bool = false) -> [Float] {
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
  package func window(of histograms: [Float], around row: Int, seenAs view: MotionView) -> [Float] {
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
    let own = view.isMirrored ? layout.mirrored(histogram) : histogram
    var moved = [Float](repeating: 0, count: layout.count)
    let (down, right) = (Self.shares(of: view.down), Self.shares(of: view.right))
    for row in 0..<cells {
      for vertical in down where (0..<cells).contains(row + vertical.step) {
        for column in 0..<cells {
          for horizontal in right where (0..<cells).contains(column + horizontal.step) {
            let source = (row * cells + column) * directions
            let target =
              ((row + vertical.step) * cells + column + horizontal.step) * directions
            let share = vertical.share * horizontal.share
            for direction in 0..<directions {
              moved[target + direction] += share * own[source + direction]
            }
          }
        }
      }
    }
    return moved
  }

  /// What stays in a cell and what goes on to the next one.
  private static func shares(of shift: Float) -> [(step: Int, share: Float)] {
    [(step: 0, share: 1 - abs(shift)), (step: shift < 0 ? -1 : 1, share: abs(shift))]
  }
}
