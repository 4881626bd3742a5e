import Numerics

/// How well frames fit the clusters they are in.
///
/// Both numbers compare cosines, the similarities that clusters of videos are made by.
package struct FrameTypicality {
  /// How strange every frame is in its cluster: the share of the cluster's frames that are nearer to its centre, from
  /// 0 (the most typical) to less than 1.
  package let strangeness: [Double]
  /// How sure the cluster of every frame is, from 0 to 1: the simplified silhouette, where 0 means that another
  /// centre is as near or nearer.
  ///
  /// Source: Hruschka, de Castro and Campello 2004, "Evolutionary algorithms for clustering gene-expression data":
  /// the silhouette with distances to centres in the place of distances to all members.
  package let sureness: [Double]

  /// Compares frames with the centres of clusters.
  ///
  /// - Parameters:
  ///   - features: one row for every frame, of any length.
  ///   - clusters: the cluster of every frame.
  ///   - count: the number of clusters.
  package init(_ features: Features, clusters: [Int], count: Int) {
    let rows = features.l2Normalised()
    let centres = rows.groupMeans(clusters, count: count).l2Normalised()
    var distances: [Double] = []
    var sureness: [Double] = []
    for (frame, cluster) in clusters.enumerated() {
      let row = rows[frame]
      var own = 0.0
      var other = Double.infinity
      for number in 0..<count {
        let cosine = zip(row, centres[number]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        let distance = max(1 - Double(cosine), 0)
        if number == cluster { own = distance } else { other = min(other, distance) }
      }
      distances.append(own)
      sureness.append(
        other > own && other.isFinite ? (other - own) / other : other.isFinite ? 0 : 1)
    }
    var strangeness = [Double](repeating: 0, count: clusters.count)
    for members in Dictionary(grouping: clusters.indices, by: { clusters[$0] }).values {
      let sorted = members.sorted { (distances[$0], $0) < (distances[$1], $1) }
      for (rank, frame) in sorted.enumerated() {
        strangeness[frame] = Double(rank) / Double(sorted.count)
      }
    }
    (self.strangeness, self.sureness) = (strangeness, sureness)
  }
}
