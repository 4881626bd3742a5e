import Numerics

/// How alike videos are: each to the centre of its cluster, and to its nearest other video.
///
/// A similarity is the cosine of the angle between two embeddings. It is 1 for equal videos, about 0 for videos that
/// have nothing in common, and -1 for opposite ones.
package struct VideoSimilarities {
  /// For every video, its similarity to the mean of its cluster's videos.
  package let toCentre: [Double]
  /// For every video, the number of the nearest other video; nil if it is the only one.
  package let nearest: [Int?]
  /// For every video, the nearest other videos.
  package let nearestVideos: NearestTable
  /// For every video, its similarity to the nearest other video.
  package let toNearest: [Double]

  /// Computes the similarities.
  ///
  /// - Parameters:
  ///   - embeddings: one row for every video.
  ///   - clusters: the cluster of every video.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`.
  package init(_ embeddings: Features, clusters: [Int], threads: Int) throws {
    let rows = embeddings.l2Normalised()
    let centres = rows.groupMeans(clusters, count: 1 + (clusters.max() ?? 0)).l2Normalised()
    toCentre = clusters.indices.map { video in
      Double(zip(rows[video], centres[clusters[video]]).reduce(0) { $0 + $1.0 * $1.1 })
    }
    let neighbours = try NearestNeighbours(NearestTable.kept, of: rows, threads: threads)
    nearestVideos = NearestTable(neighbours)
    let first = clusters.indices.map { $0 * neighbours.count }
    nearest = first.map { neighbours.rows[$0] < 0 ? nil : neighbours.rows[$0] }
    // The squared distance of rows of length 1 is 2 − 2 × cosine.
    toNearest = first.map { 1 - neighbours.squaredDistances[$0] / 2 }
  }
}

/// The cluster of every frame, in the numbers of the clusters of videos.
///
/// A frame belongs to the cluster whose frames' mean is nearest. Most frames have the number of their video. A frame
/// with another one shows a part of the video that looks like another group.
package struct FrameClusters {
  /// The cluster of every frame.
  package let clusters: [Int]

  /// Finds the nearest centre of every frame.
  ///
  /// - Parameters:
  ///   - rows: one row of length 1 for every frame.
  ///   - videos: the video of every frame.
  ///   - clusters: the cluster of every video.
  ///   - threads: how many threads compute.
  package init(_ rows: Features, videos: [Int], clusters: [Int], threads: Int) {
    let own = videos.map { clusters[$0] }
    let centres = rows.groupMeans(own, count: 1 + (clusters.max() ?? 0)).l2Normalised()
    self.clusters = rows.nearestRows(of: centres, threads: threads)
  }
}

/// Whether the same groups are found again: with other seeds, and from each half of the videos.
package struct GroupStability {
  /// The adjusted Rand index between clusterings of the videos from different seeds, averaged over three pairs.
  package let seedAgreement: Double
  /// The adjusted Rand index between clusterings of the videos by their first and by their second halves.
  package let halfAgreement: Double

  /// Takes known agreements.
  package init(seedAgreement: Double, halfAgreement: Double) {
    (self.seedAgreement, self.halfAgreement) = (seedAgreement, halfAgreement)
  }

  /// Clusters the videos again.
  ///
  /// - Parameters:
  ///   - embeddings: one row for every video.
  ///   - frames: one row of length 1 for every frame, with the frames of a video in order.
  ///   - videos: the video of every frame.
  ///   - kMeans: clusters the videos.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, `NumericsError`.
  package init(
    _ embeddings: Features, frames: Features, videos: [Int], by kMeans: KMeans, threads: Int
  ) throws {
    seedAgreement = try LabelFreeMetrics.seedAgreement(of: embeddings, kMeans, threads: threads)
    halfAgreement = try LabelFreeMetrics.halfAgreement(
      of: frames, videos, kMeans, threads: threads)
  }
}
