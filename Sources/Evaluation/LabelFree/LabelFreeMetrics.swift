import Foundation
import Numerics
import Tensors

/// Whether features are of use, by what can be known without categories.
public struct LabelFreeMetrics: Codable, Equatable, Sendable {
  /// In how many directions the features vary, in effect: exp of the entropy of the shares of variance along
  /// the principal components (Roy and Vetterli 2007).
  public var effectiveRank: Double
  /// The mean squared distance of two successive frames of a video, of features of length 1 (Wang and Isola
  /// 2020).
  public var alignment: Double
  /// log of the mean of exp(−2 × squared distance) over all pairs of frames (Wang and Isola 2020); the lower
  /// the more evenly they fill the sphere.
  public var uniformity: Double
  /// How near a frame's nearest frame of another video is, from 0, as far as any, to 1, as near as its own
  /// video's next frame.
  public var reach: Double
  /// The adjusted Rand index of clusters found from different seeds, a mean of three pairs.
  public var seedAgreement: Double
  /// The adjusted Rand index of the videos' clusters found from their first halves and from their second.
  public var halfAgreement: Double

  /// Puts a judgement together.
  public init(
    effectiveRank: Double, alignment: Double, uniformity: Double, reach: Double,
    seedAgreement: Double, halfAgreement: Double
  ) {
    (self.effectiveRank, self.alignment) = (effectiveRank, alignment)
    (self.uniformity, self.reach) = (uniformity, reach)
    (self.seedAgreement, self.halfAgreement) = (seedAgreement, halfAgreement)
  }

  /// One number to choose an epoch or a layer by, higher is better: how near other videos come, times how
  /// well halves of videos agree; 0 for features that hardly tell frames apart.
  ///
  /// docs/what-was-tried.md says how it compares with what the categories say.
  public var score: Double {
    effectiveRank < Self.leastRank ? 0 : reach * max(halfAgreement, 0)
  }

  /// In fewer directions than this, features tell frames hardly apart.
  static let leastRank = 2.0

  enum CodingKeys: String, CodingKey {
    case alignment, uniformity, reach
    case effectiveRank = "effective_rank"
    case seedAgreement = "seed_agreement"
    case halfAgreement = "half_agreement"
  }
}

extension LabelFreeMetrics {
  /// Judges features.
  ///
  /// - Parameters:
  ///   - features: a row a frame, the frames of a video one after the other.
  ///   - groups: the video of every row; categories are not looked at.
  ///   - kMeans: how the frames are clustered.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, ``NumericsError``.
  /// - Complexity: O(rows² × dimension), at most ``mostRows`` rows, evenly spaced.
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

extension LabelFreeMetrics {
  /// The mean adjusted Rand index of every two of three clusterings from seeds of their own.
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

  /// The adjusted Rand index of two clusterings of the videos: one that was found from the mean of their
  /// first halves, one from the mean of their second; 1 where no video has two frames.
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
  /// What it comes to, and what to try, in one sentence.
  public var sentence: String {
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
