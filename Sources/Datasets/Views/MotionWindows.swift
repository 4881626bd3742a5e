import Basics

/// Turns a video's flow histograms into a motion network's input: windows of nine histograms.
///
/// A window is one row of the histograms' square roots, scaled to length 1. One histogram covers
/// five frames, so a window covers 1.5 seconds at 30 frames per second.
public struct MotionWindows: Sendable {
  /// The layout of a histogram.
  public let layout: FlowHistogramLayout

  /// Makes windows of histograms with a given layout.
  public init(layout: FlowHistogramLayout) { self.layout = layout }

  /// The number of histograms on each side of the middle one.
  public static let radius = 4
  /// The number of elements of a window.
  public var dimension: Int { (2 * Self.radius + 1) * layout.count }

  /// Computes the window around a histogram.
  ///
  /// At the ends of the video, the first or last histogram replaces the missing ones.
  ///
  /// - Parameters:
  ///   - histograms: the histograms of one video: rows × cells² × directions, at least one row.
  ///   - row: the row in the middle of the window.
  ///   - isMirrored: whether left and right are exchanged.
  /// - Returns: one row of ``dimension`` numbers.
  public func window(of histograms: [Float], around row: Int, isMirrored: Bool = false) -> [Float] {
    var view = MotionView.whole
    view.isMirrored = isMirrored
    return window(of: histograms, around: row, seenAs: view)
  }

  /// Computes a view of the window around a histogram.
  ///
  /// - Parameters:
  ///   - histograms: the histograms of one video: rows × cells² × directions, at least one row.
  ///   - row: the row in the middle of the window.
  ///   - view: the change of the window (data augmentation).
  /// - Returns: one row of ``dimension`` numbers.
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
      // The square of the root is the number itself.
      length += result[index]
      result[index] = result[index].squareRoot()
    }
    let scale = 1 / (length + Self.leastLength).squareRoot()
    for index in result.indices { result[index] *= scale }
    return result
  }

  /// Avoids a division by 0 in windows without motion.
  private static let leastLength: Float = 1e-6

  /// Mirrors a histogram and moves it by a part of a cell.
  ///
  /// What leaves the picture is lost.
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

  /// Divides a cell into the share that stays and the share that moves to the next cell.
  private static func shares(of shift: Float) -> [(step: Int, share: Float)] {
    [(step: 0, share: 1 - abs(shift)), (step: shift < 0 ? -1 : 1, share: abs(shift))]
  }
}

/// A change of a motion window during training (data augmentation).
///
/// The window is moved in time and in the picture, mirrored, and loses some histograms.
public struct MotionView: Equatable, Sendable {
  /// The number of histograms that the window is moved in time.
  ///
  /// Negative numbers mean earlier.
  public var later: Int
  /// Whether left and right are exchanged.
  public var isMirrored: Bool
  /// The number of cells that the window is moved down, from −1 to 1.
  public var down: Float
  /// The number of cells that the window is moved to the right, from −1 to 1.
  public var right: Float
  /// The places of the histograms that are left out, counted from the middle of the window.
  public var missing: Set<Int>

  /// The view that changes nothing.
  public static let whole = MotionView(later: 0, isMirrored: false, down: 0, right: 0, missing: [])

  /// Draws a random view.
  public static func drawn(by generator: inout SeededGenerator) -> MotionView {
    MotionView(
      later: generator.integer(below: 3) - 1, isMirrored: generator.unit() < 0.5,
      down: mostMoved * Float(2 * generator.unit() - 1),
      right: mostMoved * Float(2 * generator.unit() - 1),
      missing: Set(
        (-MotionWindows.radius...MotionWindows.radius).filter { _ in
          generator.unit() < missingShare
        }))
  }

  // As in the trials of docs/what-was-tried.md.
  private static let mostMoved: Float = 0.6
  private static let missingShare = 0.15
}

/// The layout of a flow histogram: rows of cells, and a number for every direction in each cell.
public struct FlowHistogramLayout: Sendable {
  /// The number of cells per row, and of rows.
  public let cells: Int
  /// The number of directions, counted from straight right.
  ///
  /// It is even.
  public let directions: Int

  /// Makes a layout.
  public init(cells: Int, directions: Int) {
    precondition(directions % 2 == 0, "a mirrored direction must be one of them")
    (self.cells, self.directions) = (cells, directions)
  }

  /// The number of elements of a histogram.
  public var count: Int { cells * cells * directions }

  /// Adds histograms to their mirror images.
  ///
  /// The sum is the same for a motion to the left and for the same motion to the right.
  ///
  /// - Parameter histograms: rows × cells² × directions.
  /// - Returns: as many numbers.
  public func withMirrorImages(_ histograms: [Float]) -> [Float] {
    zip(histograms, mirrored(histograms)).map { $0 + $1 }
  }

  /// Exchanges left and right in histograms.
  ///
  /// - Parameter histograms: rows × cells² × directions.
  fileprivate func mirrored(_ histograms: [Float]) -> [Float] {
    let turned = (0..<directions).map { (3 * directions / 2 - 1 - $0) % directions }
    return [Float](unsafeUninitializedCapacity: histograms.count) { mirrored, written in
      for start in stride(from: 0, to: histograms.count, by: cells * directions) {
        for column in 0..<cells {
          let source = start + column * directions
          let target = start + (cells - 1 - column) * directions
          for direction in 0..<directions {
            mirrored[target + turned[direction]] = histograms[source + direction]
          }
        }
      }
      written = histograms.count
    }
  }
}
