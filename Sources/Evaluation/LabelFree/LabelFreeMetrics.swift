import Foundation
import Numerics
import Tensors

/// Metrics that rate features without categories.
public struct LabelFreeMetrics: Codable, Equatable, Sendable {
  /// The effective number of directions in which the features vary.
  ///
  /// It is exp of the entropy of the shares of variance along the principal components (Roy and Vetterli
  /// 2007).
  public var effectiveRank: Double
  /// The mean squared distance between successive frames of a video, for features of length 1.
  ///
  /// Source: Wang and Isola 2020.
  public var alignment: Double
  /// The logarithm of the mean of exp(−2 × squared distance) over all pairs of frames.
  ///
  /// The lower it is, the more evenly the features fill the sphere (Wang and Isola 2020).
  public var uniformity: Double
  /// How near the nearest frame of another video is, from 0 to 1.
  ///
  /// At 0 it is as far away as any frame of another video, at 1 as near as the next frame of the same video.
  public var reach: Double
  /// The adjusted Rand index between clusterings from different seeds, averaged over three pairs.
  public var seedAgreement: Double
  /// The adjusted Rand index between clusterings of the videos by their first and by their second halves.
  public var halfAgreement: Double

  /// Creates metrics.
  ///
  /// - Parameters:
  ///   - effectiveRank: the effective number of directions, at least 1.
  ///   - alignment: the mean squared distance between successive frames.
  ///   - uniformity: the uniformity, at most 0.
  ///   - reach: from 0 to 1.
  ///   - seedAgreement: an adjusted Rand index, at most 1.
  ///   - halfAgreement: an adjusted Rand index, at most 1.
  public init(
    effectiveRank: Double, alignment: Double, uniformity: Double, reach: Double,
    seedAgreement: Double, halfAgreement: Double
  ) {
    (self.effectiveRank, self.alignment) = (effectiveRank, alignment)
    (self.uniformity, self.reach) = (uniformity, reach)
    (self.seedAgreement, self.halfAgreement) = (seedAgreement, halfAgreement)
  }

  /// One number to choose an epoch or a layer by; higher is better.
  ///
  /// It is the reach times the half agreement, and 0 for features that hardly distinguish frames.
  /// docs/what-was-tried.md compares it with metrics that use categories.
  public var score: Double {
    effectiveRank < Self.leastRank ? 0 : reach * max(halfAgreement, 0)
  }

  /// The least effective rank of features that distinguish frames.
  static let leastRank = 2.0

  enum CodingKeys: String, CodingKey {
    case alignment, uniformity, reach
    case effectiveRank = "effective_rank"
    case seedAgreement = "seed_agreement"
    case halfAgreement = "half_agreement"
  }
}

extension LabelFreeMetrics {
  /// Computes the metrics of features.
  ///
  /// - Parameters:
  ///   - features: one row for every frame, with the frames of a video in order.
  ///   - groups: the video of every row; categories are not used.
  ///   - kMeans: clusters the frames.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, `NumericsError`.
  /// - Complexity: O(rows² × dimension), for at most ``mostRows`` rows, which are evenly spaced.
  public init(
    of features: Features, groups: RowGroups, kMeans: KMeans, threads: Int = LibTorch.threads
  ) throws {
    let places = Self.places(of: features.rows)
    let rows = features.l2Normalised().rows(places)
    let videos = places.map { groups.groupOfRow[$0] }
    let own = Self.successiveDistance(in: rows, videos)
    let (uniformity, others) = Self.pairs(of: rows, videos)
    let nearest = try NearestNeighbours(1, of: rows, groups: videos, threads: threads)
      .squaredDistances.filter(\.isFinite)
    let near = nearest.isEmpty ? others : nearest.reduce(0, +) / Double(nearest.count)
    self.init(
      effectiveRank: try Self.effectiveRank(of: rows, seed: kMeans.seed), alignment: own,
      uniformity: uniformity,
      reach: others > own ? min(max((others - near) / (others - own), 0), 1) : 0,
      seedAgreement: try Self.seedAgreement(of: rows, kMeans, threads: threads),
      halfAgreement: try Self.halfAgreement(of: rows, videos, kMeans, threads: threads))
  }

  /// The largest number of rows that are used.
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

  /// The largest number of principal components; features hardly ever vary in more directions.
  private static let mostComponents = 256

  private static func successiveDistance(in rows: Features, _ videos: [Int]) -> Double {
    let pairs = videos.indices.dropFirst().filter { videos[$0] == videos[$0 - 1] }
    guard !pairs.isEmpty else { return 0 }
    return pairs.reduce(0) { $0 + rows.squaredDistance($1, $1 - 1) } / Double(pairs.count)
  }

  /// Computes the uniformity and the mean squared distance between frames of different videos.
  ///
  /// If there are more than 500 rows, only every fourth one is used.
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

extension LabelFreeMetrics {
  /// Computes the mean adjusted Rand index between three clusterings from different seeds.
  static func seedAgreement(of rows: Features, _ kMeans: KMeans, threads: Int) throws -> Double {
    let found = try (0..<3).map { number in
      var kMeans = kMeans
      kMeans.seed = kMeans.seed &+ UInt64(number)
      return try kMeans.cluster(rows, threads: threads).assignments
    }
    let pairs = [(0, 1), (0, 2), (1, 2)]
    return pairs.reduce(0) {
      $0 + ContingencyTable(clusters: found[$1.0], categories: found[$1.1]).adjustedRandIndex
    } / Double(pairs.count)
  }

  /// Computes the adjusted Rand index between two clusterings of the videos.
  ///
  /// One clusters the means of their first halves, the other one the means of their second halves. It is 1 if
  /// no video has two frames.
  static func halfAgreement(
    of rows: Features, _ videos: [Int], _ kMeans: KMeans, threads: Int
  ) throws -> Double {
    let rowsOfVideo = Dictionary(grouping: videos.indices) { videos[$0] }
    let whole = rowsOfVideo.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    guard !whole.isEmpty else { return 1 }
    func clusters(of half: ([Int]) -> ArraySlice<Int>) throws -> [Int] {
      let halves = whole.map(half)
      let groups = halves.enumerated().flatMap { [Int](repeating: $0, count: $1.count) }
      let means = rows.rows(halves.flatMap { $0 }).groupMeans(groups, count: whole.count)
      var kMeans = kMeans
      kMeans.clusters = min(kMeans.clusters, whole.count)
      return try kMeans.cluster(means, threads: threads).assignments
    }
    return ContingencyTable(
      clusters: try clusters { $0.prefix($0.count / 2) },
      categories: try clusters { $0.suffix($0.count - $0.count / 2) }
    ).adjustedRandIndex
  }
}

extension LabelFreeMetrics {
  /// What is wrong with the features themselves, with advice, in one sentence; nil if nothing is.
  package var problem: String? {
    if effectiveRank < Self.leastRank {
      return String(
        format:
          "Tells frames hardly apart: the features vary in %.1f directions in effect; train with "
          + "another learning rate or longer.", effectiveRank)
    }
    if reach < Threshold.reach {
      return String(
        format:
          "Separates videos, not kinds of video: frames of other videos are nearly as far from a "
          + "frame as any (reach %.2f); train with --set training.objective=infonce, or stronger views.",
        reach)
    }
    return nil
  }

  /// A summary of the metrics with advice, in one sentence.
  public var sentence: String {
    if let problem { return problem }
    if seedAgreement < Threshold.agreement {
      return String(
        format:
          "The groups change from seed to seed (agreement %.2f): perhaps there are not that many; "
          + "try --clusters auto.", seedAgreement)
    }
    if halfAgreement < Threshold.agreement {
      return String(
        format:
          "The two halves of a video often fall into different groups (agreement %.2f): the groups "
          + "are of moments rather than of videos.", halfAgreement)
    }
    return String(
      format:
        "The groups are much the same from seed to seed (agreement %.2f) and for both halves of the "
        + "videos (%.2f).", seedAgreement, halfAgreement)
  }

  private enum Threshold {
    static let reach = 0.2
    static let agreement = 0.5
  }
}
