import Basics

/// How a window of motion is seen while it is learned from: a little earlier or later, elsewhere in the
/// picture, mirrored, with histograms missing.
package struct MotionView: Equatable, Sendable {
  /// By how many histograms later; negative is earlier.
  package var later: Int
  /// Whether left and right change places.
  package var isMirrored: Bool
  /// By how many cells downwards, below 1 either way.
  package var down: Float
  /// By how many cells to the right, below 1 either way.
  package var right: Float
  /// The places in the window, from its middle, of histograms that are left out.
  package var missing: Set<Int>

  /// As it is.
  package static let whole = MotionView(later: 0, isMirrored: false, down: 0, right: 0, missing: [])

  /// Draws a view.
  package static func drawn(by generator: inout SeededGenerator) -> MotionView {
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
