import Datasets
import Discovery
import Videos

/// The motion of some videos, and what a network makes of it.
struct SeenMotion {
  /// What the frame store has.
  let stored: StoredMotion
  /// For every video, a row a window of motion; nil where no network learned.
  private let windows: [Features]?

  /// Windows before and after the one at a frame whose mean is the frame's: some three seconds in all, at 30
  /// frames a second (docs/what-was-tried.md, 2026-11-25).
  private static let radius = 8
  /// Histograms of motion before and after a frame that its motion depends on.
  static let histograms = radius + MotionWindows.radius

  /// Reads the motion and shows it to the network.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - store: where their motion is.
  ///   - network: the network that sees motion, if one learned.
  /// - Returns: nil where the store has no motion.
  /// - Throws: `MalformedNPY`, `SystemCallError`, `TensorError`.
  init?(of videos: [StoredVideo], in store: FrameStore, by network: LearnedMotion?) throws {
    guard let stored = try StoredMotion(of: videos, in: store) else { return nil }
    self.stored = stored
    windows = try network?.windows(of: stored)
  }

  /// A row a video: the mean of its windows within each quarter, of length 1 in all; nil where no network
  /// learned.
  var videos: Features? {
    guard let windows else { return nil }
    let rows = windows.map { VideoQuarters.means(of: $0) }
    return Features(
      rows: rows.count, dimension: rows.first?.count ?? 0, values: rows.flatMap { $0 }
    ).rowsNormalised()
  }

  /// A row a frame: the mean of the windows around it; nil where no network learned.
  ///
  /// - Parameter frames: frames of the same videos.
  func around(_ frames: EvaluatedFrames) -> Features? {
    guard let windows else { return nil }
    return frames.means(around: StoredMotion.row(ofFrame:), of: windows, radius: Self.radius)
  }
}
