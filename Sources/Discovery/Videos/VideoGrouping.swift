import Tensors

/// Videos grouped by what they look like, by what moves in them, and by both.
public struct VideoGrouping: Sendable {
  /// What the videos are.
  public let vectors: VideoVectors
  /// The groups by every evidence that there is.
  public let clusterings: [Evidence: Clustering]

  /// Groups videos.
  ///
  /// - Parameters:
  ///   - vectors: what the videos are.
  ///   - kMeans: how, and into how many groups.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, ``DiscoveryError``.
  public init(_ vectors: VideoVectors, by kMeans: KMeans, threads: Int = LibTorch.threads) throws {
    self.vectors = vectors
    clusterings = try vectors.features.mapValues { try kMeans.cluster($0, threads: threads) }
  }
}
