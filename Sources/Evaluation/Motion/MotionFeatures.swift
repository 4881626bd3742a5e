import Basics
import Datasets
import Networks
import Numerics
import Tensors
import Training
import Videos

/// The histograms of motion of some videos, and the motion network's features of them.
struct MotionFeatures {
  /// The histograms in the frame store.
  let stored: FlowHistograms
  /// For every video, one row for each window of motion; nil without a motion network.
  private let windows: [Features]?

  /// How many windows before and after a frame are averaged.
  ///
  /// Together they last about three seconds at 30 frames per second (docs/what-was-tried.md, 2026-11-25).
  private static let radius = 8
  /// How many histograms before and after a frame its features depend on.
  static let histograms = radius + MotionWindows.radius

  /// Reads the histograms and computes the network's features; nil if the store has no histograms.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - store: the frame store.
  ///   - network: the motion network, if one was trained.
  /// - Throws: `MalformedNPY`, `SystemCallError`, `TensorError`.
  init?(of videos: [StoredVideo], in store: FrameStore, by network: MotionEncoder?) throws {
    guard let stored = try FlowHistograms(of: videos, in: store) else { return nil }
    self.stored = stored
    windows = try network?.windows(of: stored)
  }

  /// The features of videos, one row each; nil without a motion network.
  ///
  /// A row holds the means of the video's windows within each quarter, scaled to length 1.
  var videos: Features? {
    guard let windows else { return nil }
    let rows = windows.map { VideoQuarters.means(of: $0) }
    return Features(
      rows: rows.count, dimension: rows.first?.count ?? 0, values: rows.flatMap { $0 }
    ).l2Normalised()
  }

  /// Returns the mean of the windows around every frame; nil without a motion network.
  ///
  /// - Parameter frames: frames of the same videos.
  /// - Returns: one row for every frame.
  func around(_ frames: EvaluationSet) -> Features? {
    guard let windows else { return nil }
    return frames.means(around: FlowHistograms.row(ofFrame:), of: windows, radius: Self.radius)
  }
}

/// The trained motion network, which computes features of windows of motion.
public struct MotionEncoder {
  private let network: Network
  private let windows = MotionWindows(layout: FlowHistograms.layout)

  /// Windows in a batch.
  private static let batch = 512

  /// Reads the network from a checkpoint.
  ///
  /// - Parameter path: the path of the motion network's checkpoint.
  /// - Throws: `CheckpointError`, `HDF5Error`.
  public init(reading path: String) throws { network = try Checkpoint.network(from: path) }

  /// Returns, for every video, one row for each window of its motion.
  func windows(of motion: FlowHistograms) throws -> [Features] {
    try motion.histograms.map { try seen($0) }
  }

  /// Returns one row for each window: the sum of its features and those of its mirror image.
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

/// An error about motion that is missing.
public enum MotionError: ExplainedError {
  /// Frames should be clustered by motion, but there is no motion network.
  case notLearned(asked: String)

  /// Always `Blame.usage`.
  public var blame: Blame { .usage }

  /// Names the request, and says what to do.
  public var description: String {
    switch self {
    case .notLearned(let asked):
      "frames can't be grouped by \(asked): this run has no motion network, or its frame store has no "
        + "motion; use --group-by appearance"
    }
  }
}
