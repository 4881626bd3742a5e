import Foundation
import Tensors

extension Judgement {
  /// Judges features.
  ///
  /// - Parameters:
  ///   - features: a row a frame, the frames of a video one after the other.
  ///   - origins: where the rows come from; categories are not looked at.
  ///   - kMeans: how the frames are clustered.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, ``DiscoveryError``.
  /// - Complexity: O(rows² × dimension), at most ``mostRows`` rows, evenly spaced.
  public init(
    of features: Features, origins: RowOrigins, kMeans: KMeans, threads: Int = LibTorch.threads
  ) throws {
    let places = Self.places(of: features.rows)
    let rows = features.rowsNormalised().rows(places)
    let videos = places.map { origins.videoOfRow[$0] }
    let own = Self.successiveDistance(in: rows, videos)
    let (uniformity, others) = Self.pairs(of: rows, videos)
    let nearest = try NearestRows(1, of: rows, groups: videos, threads: threads)
      .squaredDistances.filter(\.isFinite)
    let near = nearest.isEmpty ? others : nearest.reduce(0, +) / Double(nearest.count)
    self.init(
      effectiveRank: try Self.effectiveRank(of: rows, seed: kMeans.seed), alignment: own,
      uniformity: uniformity,
      reach: others > own ? min(max((others - near) / (others - own), 0), 1) : 0,
      seedAgreement: try Self.seedAgreement(of: rows, kMeans, threads: threads),
      halfAgreement: try Self.halfAgreement(of: rows, videos, kMeans, threads: threads))
  }

  /// The most rows that are looked at.
  public static let mostRows = 2000

  private static func places(of rows: Int) -> [Int] {
    guard rows > mostRows else { return Array(0..<rows) }
    return (0..<mostRows).map { $0 * rows / mostRows }
  }

  private static func effectiveRank(of rows: Features, seed: UInt64) throws -> Double {
    let variances = try PrincipalComponents(mostComponents, of: rows, seed: seed).variances
    let total = variances.reduce(0, +)
    guard total > 0 else { return 1 }
    return exp(
      variances.filter { $0 > 0 }.reduce(0) { $0 - $1 / total * log($1 / total) })
  }

  /// More hardly ever vary.
  private static let mostComponents = 256

  private static func successiveDistance(in rows: Features, _ videos: [Int]) -> Double {
    let pairs = videos.indices.dropFirst().filter { videos[$0] == videos[$0 - 1] }
    guard !pairs.isEmpty else { return 0 }
    return pairs.reduce(0) { $0 + rows.squaredDistance($1, $1 - 1) } / Double(pairs.count)
  }

  /// The uniformity, and the mean squared distance of frames of different videos; of every fourth row.
  private static func pairs(
    of rows: Features, _ videos: [Int]
  ) -> (uniformity: Double, others: Double) {
    let chosen = Array(stride(from: 0, to: rows.rows, by: rows.rows > 500 ? 4 : 1))
    var (kernel, all, distance, others) = (0.0, 0, 0.0, 0)
    for (position, row) in chosen.enumerated() {
      for other in chosen[..<position] {
        let squared = rows.squaredDistance(row, other)
        kernel += exp(-2 * squared)
        all += 1
        guard videos[row] != videos[other] else { continue }
        distance += squared
        others += 1
      }
    }
    return (log(kernel / Double(max(all, 1))), distance / Double(max(others, 1)))
  }
}
