import Basics
import Synchronization

/// How alike the two frames of a pair are, as pixels, for successors and for negatives.
package struct PairLikeness: Codable, Equatable, Sendable {
  /// How much the frames of some pairs differ.
  package struct Differences: Codable, Equatable, Sendable {
    /// How many pairs were read.
    package let pairs: Int
    /// The mean absolute difference of a pair's pixels, in grey levels of 0 to 255.
    package let greyLevels: Average
    /// The share of pairs whose frames are the same, pixel by pixel.
    package let identicalShare: Double

    /// Describes differences, one a pair.
    init(_ differences: [Double]) {
      pairs = differences.count
      greyLevels = Average(of: differences)
      identicalShare =
        differences.isEmpty ? 0 : Double(differences.count { $0 == 0 }) / Double(pairs)
    }
  }

  /// A frame and its successor.
  package let successors: Differences
  /// A frame and one of another video.
  package let negatives: Differences

  /// Reads the frames of a few of the first epoch's pairs of each kind, drawn at random.
  ///
  /// - Parameters:
  ///   - sampler: what the pairs are.
  ///   - source: where the frames are.
  ///   - seed: decides which pairs are drawn.
  ///   - threads: how many pairs are read side by side.
  /// - Throws: what reading or decoding a frame threw.
  package init(
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

  /// Enough to know a mean to a few per cent, and read in less than a second.
  static let pairsOfAKind = 200

  /// Sets the choice of pairs apart from everything else that a run's seed decides.
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

  /// The mean absolute difference of two pictures that lie one after the other.
  private static func meanDifference(of pixels: [UInt8]) -> Double {
    let size = pixels.count / 2
    var sum = 0
    for index in 0..<size { sum += abs(Int(pixels[index]) - Int(pixels[size + index])) }
    return size == 0 ? 0 : Double(sum) / Double(size)
  }
}
