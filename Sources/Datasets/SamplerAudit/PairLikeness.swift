import Basics
import Synchronization

/// How similar the pixels of a pair's two frames are, for successors and for negatives.
public struct PairLikeness: Codable, Equatable, Sendable {
  /// The pixel differences of some pairs.
  public struct Differences: Codable, Equatable, Sendable {
    /// The number of pairs that were read.
    public let pairs: Int
    /// The mean absolute difference of a pair's pixels, in grey levels from 0 to 255.
    public let greyLevels: Average
    /// The share of pairs whose two frames are identical.
    public let identicalShare: Double

    /// Summarises differences, one per pair.
    init(_ differences: [Double]) {
      pairs = differences.count
      greyLevels = Average(of: differences)
      identicalShare =
        differences.isEmpty ? 0 : Double(differences.count { $0 == 0 }) / Double(pairs)
    }
  }

  /// The differences of frames and their successors.
  public let successors: Differences
  /// The differences of frames and frames of other videos.
  public let negatives: Differences

  /// Reads the frames of up to 200 random pairs of each kind from the first epoch.
  ///
  /// - Parameters:
  ///   - sampler: gives the pairs.
  ///   - source: reads the frames.
  ///   - seed: decides which pairs are read.
  ///   - threads: the number of pairs that are read at the same time.
  /// - Throws: the error of reading or decoding a frame.
  public init(
    of sampler: some PairSource, from source: FrameSource, seed: UInt64, threads: Int
  ) throws {
    let videos = sampler.videos
    let pairs = sampler.pairs(ofEpoch: 0)
    func differences(_ pairs: [Pair], _ kind: UInt64) throws -> Differences {
      var generator = SeededGenerator(seed: seed, path: Self.stream, kind)
      let order = generator.permutation(of: pairs.count).prefix(Self.pairsOfAKind)
      return try Self.differences(
        order.map { pairs[$0] }, in: videos, from: source, threads: threads)
    }
    successors = try differences(pairs.filter(\.isPositive), 0)
    negatives = try differences(pairs.filter { !$0.isPositive }, 1)
  }

  /// Enough to know a mean to a few per cent.
  ///
  /// Reading this many takes less than a second.
  private static let pairsOfAKind = 200

  /// Makes the choice of pairs independent of all other draws from the run's seed.
  private static let stream: UInt64 = 6

  private static func differences(
    _ pairs: [Pair], in videos: [StoredVideo], from source: FrameSource, threads: Int
  ) throws -> Differences {
    let differences = Mutex([Double](repeating: 0, count: pairs.count))
    try concurrently(pairs.count, threads: threads) { index in
      let pixels = try source.load([pairs[index].anchor, pairs[index].partner], of: videos)
      let difference = meanDifference(of: pixels)
      differences.withLock { $0[index] = difference }
    }
    return Differences(differences.withLock { $0 })
  }

  /// Computes the mean absolute difference of two pictures that are adjacent in memory.
  private static func meanDifference(of pixels: [UInt8]) -> Double {
    let size = pixels.count / 2
    var sum = 0
    for index in 0..<size { sum += abs(Int(pixels[index]) - Int(pixels[size + index])) }
    return size == 0 ? 0 : Double(sum) / Double(size)
  }
}

/// The mean and the median of some values.
public struct Average: Codable, Equatable, Sendable {
  /// The mean; 0 for no values.
  public let mean: Double
  /// The median, or the upper of the two middle values; 0 for no values.
  public let median: Double

  /// Computes mean and median.
  ///
  /// - Complexity: O(n log n).
  public init(of values: [Double]) {
    mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    median = values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }
}
