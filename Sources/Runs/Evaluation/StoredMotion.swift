import Basics
import Datasets
import Discovery
import Videos

/// The motion that a frame store has of some videos.
struct StoredMotion {
  /// For every video, its histograms of motion.
  let histograms: [[Float]]

  /// Reads every video's.
  ///
  /// - Returns: nil where the store has none, as those of earlier versions.
  /// - Throws: `MalformedNPY`, or a `SystemCallError`.
  init?(of videos: [StoredVideo], in store: FrameStore) throws {
    let paths = videos.map { store.motionPath($0.name) }
    guard paths.allSatisfy(Folder.isFile) else { return nil }
    histograms = try paths.map { path in
      let (values, _, columns) = try NPY.read(path)
      guard columns == MotionHistogram.count else {
        throw MalformedNPY(
          path: path, reason: "\(columns) numbers a row, not \(MotionHistogram.count)")
      }
      return values
    }
  }

  /// What makes one vector of a video's.
  static let descriptor = MotionDescriptor(layout: layout)
  /// What its numbers are.
  static let layout = MotionLayout(
    cells: MotionHistogram.cells, directions: MotionHistogram.directions)

  /// A row a video: its descriptor.
  var described: Features { Self.descriptor.rows(of: histograms) }

  /// What moves around every frame: the square root of the mean histogram within a stride either way.
  ///
  /// - Parameter frames: the frames of the same videos.
  func features(of frames: EvaluatedFrames) -> Features {
    let count = MotionHistogram.count
    let values = frames.frames.flatMap { frame -> [Float] in
      let rows = histograms[frame.video].count / count
      let middle = frame.frame / MotionHistogram.stride
      var sum = [Float](repeating: 0, count: count)
      for row in max(middle - 1, 0)..<max(min(middle + 2, rows), max(middle - 1, 0)) {
        for index in 0..<count { sum[index] += histograms[frame.video][row * count + index] }
      }
      return sum.map { $0.squareRoot() }
    }
    return Features(rows: frames.frames.count, dimension: count, values: values).rowsNormalised()
  }
}
