import Basics
import Discovery
import Networks
import Tensors
import Training

/// What the network that sees motion makes of videos.
struct LearnedMotion {
  private let network: Network
  private let windows = MotionWindows(layout: StoredMotion.layout)

  /// Windows that the network sees at a time.
  private static let batch = 512

  /// Reads the network.
  ///
  /// - Returns: nil where none was trained.
  /// - Throws: `CheckpointError`, `HDF5Error`.
  init?(_ run: RunFolder, _ settings: Settings) throws {
    guard settings.motion.enabled, Folder.isFile(run.motion) else { return nil }
    network = try Network(
      Checkpoint.architecture(of: run.motion), weights: Checkpoint(reading: run.motion).weights,
      on: .best)
  }

  /// For every video, a row a window of its motion.
  func windows(of motion: StoredMotion) throws -> [Features] {
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
