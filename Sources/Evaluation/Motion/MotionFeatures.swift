import Basics
import Datasets
import Networks
import Numerics
import Tensors
import Training
import Videos

/// The motion of some videos, and what a network makes of it.
struct MotionFeatures {
  /// What the frame store has.
  let stored: FlowHistograms
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
  init?(of videos: [StoredVideo], in store: FrameStore, by network: MotionEncoder?) throws {
    guard let stored = try FlowHistograms(of: videos, in: store) else { return nil }
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
    ).l2Normalised()
  }

  /// A row a frame: the mean of the windows around it; nil where no network learned.
  ///
  /// - Parameter frames: frames of the same videos.
  func around(_ frames: EvaluationSet) -> Features? {
    guard let windows else { return nil }
    return frames.means(around: FlowHistograms.row(ofFrame:), of: windows, radius: Self.radius)
  }
}

/// What the network that sees motion makes of videos.
public struct MotionEncoder {
  private let network: Network
  private let windows = MotionWindows(layout: FlowHistograms.layout)

  /// Windows that the network sees at a time.
  private static let batch = 512

  /// Reads the network.
  ///
  /// - Parameter path: the checkpoint of the network that sees motion.
  /// - Throws: `CheckpointError`, `HDF5Error`.
  public init(reading path: String) throws { network = try Checkpoint.network(from: path) }

  /// For every video, a row a window of its motion.
  func windows(of motion: FlowHistograms) throws -> [Features] {
    try motion.histograms.map { try seen($0) }
  }

  /// A row a window: the sum of its features and its mirror image's.
  private func seen(_ histograms: [Float]) throws -> Features {
    let total = histograms.count / windows.layout.count
    var values: [Float] = []
    for start in stride(from: 0, to: total, by: Self.batch) {
      let rows = start..<min(start + Self.batch, total)
      let both = try [false, true].map { isMirrored in
        let inputs = rows.flatMap {
          windows.window(of: histograms, around: $0, isMirrored: isMirrored)
        }
        return try withoutGradients {
          try network(
            try Tensor(inputs, shape: [rows.count, windows.dimension]).moved(to: network.device),
            upTo: Architecture.features
          ).floats()
        }
      }
      values += zip(both[0], both[1]).map { $0 + $1 }
    }
    let dimension = network.architecture.shapes.first { $0.name == Architecture.features }?.count
    return Features(rows: total, dimension: dimension ?? 0, values: values)
  }
}

/// Motion that is asked for and not there.
public enum MotionError: ExplainedError {
  /// Frames are to be clustered by motion, and none was learned.
  case notLearned(asked: String)

  /// The request is to blame.
  public var blame: Blame { .usage }

  /// Names the request and what to do.
  public var description: String {
    switch self {
    case .notLearned(let asked):
      "frames can't be grouped by \(asked): this run learned no motion, or its frame store has none; "
        + "\"--group-by appearance\" does without"
    }
  }
}
