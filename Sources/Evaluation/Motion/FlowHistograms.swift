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

/// What moves in a video, where, whereto and when, as one vector of length 1.
///
/// Histograms of optical flow (Dalal, Triggs, Schmid 2006), added to their mirror images; averaged within quarters of the video, neighbouring quarters
/// sharing what lies between their middles; and the square root taken, so that one large motion does not
/// hide the others. Nothing is learned. On UT-Interaction's test list each step helped: the mean histogram
/// has 1.70 bits, without quarters 1.63, all of it 0.97 (2026-11-25, five K-means of ten starts).
public struct MotionDescriptor: Sendable {
  /// What a histogram's numbers are.
  let layout: FlowHistogramLayout

  /// Names the histograms' layout.
  public init(layout: FlowHistogramLayout) { self.layout = layout }

  /// Numbers of a descriptor.
  public var dimension: Int { VideoQuarters.count * layout.count }

  /// Describes a video.
  ///
  /// - Parameters:
  ///   - histograms: rows × cells² × directions, evenly spaced in time.
  ///   - first: the first row that is taken.
  ///   - step: from one row that is taken to the next.
  /// - Returns: ``dimension`` numbers; all 0 where nothing moves.
  public func describe(_ histograms: [Float], from first: Int = 0, by step: Int = 1) -> [Float] {
    let count = layout.count
    let rows = layout.withMirrorImages(histograms)
    let sums = VideoQuarters.means(
      of: Features(rows: rows.count / count, dimension: count, values: rows), from: first, by: step)
    // The sum of squared roots is the sum.
    let length = sums.reduce(0, +)
    return length > 0 ? sums.map { ($0 / length).squareRoot() } : sums
  }

  /// Describes videos, a row each.
  ///
  /// - Parameters:
  ///   - motion: for every video, its histograms.
  ///   - first: the first row of each that is taken.
  ///   - step: from one row that is taken to the next.
  public func rows(of motion: [[Float]], from first: Int = 0, by step: Int = 1) -> Features {
    Features(
      rows: motion.count, dimension: dimension,
      values: motion.flatMap { describe($0, from: first, by: step) })
  }
}

/// The four quarters of a video, neighbouring ones sharing what lies between their middles.
package enum VideoQuarters {
  /// How many there are.
  package static let count = 4

  /// The means of rows within each quarter, one behind the other.
  ///
  /// - Parameters:
  ///   - rows: evenly spaced in time.
  ///   - first: the first row that is taken.
  ///   - step: from one row that is taken to the next.
  /// - Returns: ``count`` × dimension numbers; zeros for a quarter that no row belongs to.
  package static func means(of rows: Features, from first: Int = 0, by step: Int = 1) -> [Float] {
    let dimension = rows.dimension
    var sums = [Float](repeating: 0, count: count * dimension)
    var weights = [Float](repeating: 0, count: count)
    for row in stride(from: first, to: rows.rows, by: step) {
      let place = (Float(row) + 0.5) / Float(rows.rows) * Float(count) - 0.5
      let earlier = Int(place.rounded(.down))
      let share = place - Float(earlier)
      for (part, weight) in [(max(earlier, 0), 1 - share), (min(earlier + 1, count - 1), share)] {
        weights[part] += weight
        for (column, value) in rows[row].enumerated() {
          sums[part * dimension + column] += weight * value
        }
      }
    }
    for part in 0..<count where weights[part] > 0 {
      for index in part * dimension..<(part + 1) * dimension { sums[index] /= weights[part] }
    }
    return sums
  }
}
