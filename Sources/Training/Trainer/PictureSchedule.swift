/// How large the pictures are over training: small at first, so that early steps take less time.
///
/// A network that averages over positions takes pictures of any size. What it learns from small ones serves the
/// large ones; the last steps have the full size, for which its normalisation is then right. FFCV's and fast.ai's
/// trainings do the same ("progressive resizing").
public struct PictureSchedule: Equatable, Sendable {
  /// Width and height at the beginning, in pixels.
  public var first: Int
  /// Width and height at the end, in pixels.
  public var full: Int
  /// The share of all steps after which pictures have their full size.
  public var fullFrom: Double

  /// The fewest steps of a training whose pictures grow.
  ///
  /// Shorter ones gain seconds, and lose on what is small in the picture: on UT-Interaction, 96 steps, the frames'
  /// conditional entropy by appearance was 2.44 to 2.46 bits with small pictures, and 2.36 without
  /// (docs/what-was-tried.md).
  private static let fewestSteps = 200

  /// Sides are multiples of this number, so that they change rarely and fit the strides of networks.
  private static let unit = 16

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - first: width and height at the beginning, in pixels.
  ///   - full: width and height at the end, in pixels.
  ///   - fullFrom: the share of all steps after which pictures have their full size, from 0 to 1.
  public init(from first: Int, to full: Int, fullFrom: Double) {
    (self.first, self.full, self.fullFrom) = (first, full, fullFrom)
  }

  /// Returns the width and height of a step's pictures, in pixels.
  ///
  /// They grow linearly, in steps of 16. A training of less than 200 steps has the full size from the first one on.
  ///
  /// - Parameters:
  ///   - step: steps taken before this one.
  ///   - steps: steps of the whole training.
  public func side(at step: Int, of steps: Int) -> Int {
    let growing = fullFrom * Double(steps)
    guard first < full, steps >= Self.fewestSteps, Double(step) < growing else { return full }
    let grown = (full - first) * step / max(1, Int(growing.rounded(.up)))
    return min(full, first + grown / Self.unit * Self.unit)
  }
}
