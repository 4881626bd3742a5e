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

  /// The last histogram at a frame or before it.
  static func row(ofFrame frame: Int) -> Int { frame / MotionHistogram.stride }

  /// What moves around every frame, as far before and after as learned motion sees: the square root of the
  /// mean histogram, added to its mirror image, of length 1.
  ///
  /// - Parameter frames: the frames of the same videos.
  func features(of frames: EvaluatedFrames) -> Features {
    let count = MotionHistogram.count
    let rows = histograms.map {
      Features(rows: $0.count / count, dimension: count, values: Self.layout.withMirrorImages($0))
    }
    let means = frames.means(
      around: Self.row(ofFrame:), of: rows, radius: SeenMotion.histograms)
    return Features(
      rows: means.rows, dimension: count, values: means.values.map { $0.squareRoot() }
    ).rowsNormalised()
  }
}
