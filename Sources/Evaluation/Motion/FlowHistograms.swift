import Basics
import Datasets
import Numerics
import Videos

/// The motion that a frame store has of some videos.
public struct FlowHistograms {
  /// For every video, its histograms of motion.
  public let histograms: [[Float]]

  /// Reads every video's.
  ///
  /// - Returns: nil where the store has none, as those of earlier versions.
  /// - Throws: `MalformedNPY`, or a `SystemCallError`.
  public init?(of videos: [StoredVideo], in store: FrameStore) throws {
    let paths = videos.map { store.motionPath($0.name) }
    guard paths.allSatisfy(Folder.isFile) else { return nil }
    histograms = try paths.map { path in
      let (values, _, columns) = try NPY.read(path)
      guard columns == FlowHistogram.count else {
        throw MalformedNPY(
          path: path, reason: "\(columns) numbers a row, not \(FlowHistogram.count)")
      }
      return values
    }
  }

  /// What makes one vector of a video's.
  static let descriptor = MotionDescriptor(layout: layout)
  /// What its numbers are.
  public static let layout = FlowHistogramLayout(
    cells: FlowHistogram.cells, directions: FlowHistogram.directions)

  /// A row a video: its descriptor.
  var described: Features { Self.descriptor.rows(of: histograms) }

  /// The last histogram at a frame or before it.
  static func row(ofFrame frame: Int) -> Int { frame / FlowHistogram.stride }

  /// What moves around every frame, as far before and after as learned motion sees: the square root of the
  /// mean histogram, added to its mirror image, of length 1.
  ///
  /// - Parameter frames: the frames of the same videos.
  func features(of frames: EvaluationSet) -> Features {
    let count = FlowHistogram.count
    let rows = histograms.map {
      Features(rows: $0.count / count, dimension: count, values: Self.layout.withMirrorImages($0))
    }
    let means = frames.means(
      around: Self.row(ofFrame:), of: rows, radius: MotionFeatures.histograms)
    return Features(
      rows: means.rows, dimension: count, values: means.values.map { $0.squareRoot() }
    ).l2Normalised()
  }

  /// The same of frames whose videos' motion is read first; rows of no numbers where the store has none.
  static func features(of frames: EvaluationSet, in store: FrameStore) throws -> Features {
    try FlowHistograms(of: frames.videos, in: store)?.features(of: frames)
      ?? Features(rows: frames.frames.count, dimension: 0, values: [])
  }
}
