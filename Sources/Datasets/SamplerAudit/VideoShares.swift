import Foundation

/// How the anchors are distributed over the videos, compared with the stored frames.
public struct VideoShares: Codable, Equatable, Sendable {
  /// A video's share of the anchors and its share of the stored frames.
  public struct Share: Codable, Equatable, Sendable {
    /// The video's name.
    public let video: String
    /// The video's anchors divided by all anchors.
    public let anchors: Double
    /// The video's stored frames divided by those of all videos.
    public let frames: Double

    /// The share of the anchors divided by the share of the frames.
    public var ratio: Double { anchors / frames }
  }

  /// The number of videos.
  public let count: Int
  /// The number of videos without any anchor.
  public let absent: Int
  /// The effective number of videos by anchors: exp of the entropy of their shares.
  public let effectiveNumber: Double
  /// The effective number of videos by stored frames.
  public let effectiveNumberByFrames: Double
  /// The share of the anchors that would have to move to other videos, so that every video has the
  /// same share of anchors and of frames.
  public let misplacedShare: Double
  /// The video with the fewest anchors for its frames.
  public let lowest: Share?
  /// The video with the most anchors for its frames.
  public let highest: Share?

  /// Counts the anchors of every video.
  init(_ epochs: [[Pair]], of videos: [StoredVideo]) {
    var counts = [Int](repeating: 0, count: videos.count)
    for pair in epochs.joined() { counts[pair.anchor.video] += 1 }
    let anchors = Shares(counts)
    let frames = Shares(videos.map(\.frames.count))
    count = videos.count
    absent = videos.count - anchors.occupied
    effectiveNumber = anchors.effectiveNumber
    effectiveNumberByFrames = frames.effectiveNumber
    misplacedShare = anchors.distance(to: frames)
    let shares = videos.indices.filter { frames[$0] > 0 }.map {
      Share(video: videos[$0].name, anchors: anchors[$0], frames: frames[$0])
    }
    lowest = shares.min { $0.ratio < $1.ratio }
    highest = shares.max { $0.ratio < $1.ratio }
  }
}

/// The videos that the partners of negative pairs come from.
public struct NegativeSources: Codable, Equatable, Sendable {
  /// The number of negative pairs.
  public let count: Int
  /// The number of videos.
  public let videos: Int
  /// The number of videos that give any negative.
  public let sources: Int
  /// The effective number of videos by negatives: exp of the entropy of their shares.
  public let effectiveNumber: Double
  /// The share of the negatives that come from the most frequent video.
  public let largestShare: Double
  /// How far the negatives are from an even draw among the videos other than the anchor's.
  ///
  /// (χ² − (videos − 1)) / negatives. This is the squared coefficient of variation of the shares,
  /// minus what chance adds. It is 0 on average for an even draw, for any number of negatives, and
  /// n/k − 1 if the negatives come evenly from k of n videos.
  public let lopsidedness: Double
  /// The number of negatives from the anchor's own video.
  ///
  /// Their frames may look the same.
  public let fromOwnVideo: Int

  /// Counts the negatives of every video.
  init(_ epochs: [[Pair]], videos: Int) {
    var drawn = [Int](repeating: 0, count: videos)
    var asked = [Int](repeating: 0, count: videos)
    var own = 0
    for pair in epochs.joined() where !pair.isPositive {
      drawn[pair.partner.video] += 1
      asked[pair.anchor.video] += 1
      if pair.partner.video == pair.anchor.video { own += 1 }
    }
    let shares = Shares(drawn)
    count = shares.total
    self.videos = videos
    sources = shares.occupied
    effectiveNumber = shares.effectiveNumber
    largestShare = drawn.indices.map { shares[$0] }.max() ?? 0
    fromOwnVideo = own
    lopsidedness = Self.lopsidedness(of: drawn, askedFor: asked)
  }

  /// Computes ``lopsidedness``.
  ///
  /// - Parameters:
  ///   - drawn: the number of negatives that come from each video.
  ///   - asked: the number of negatives that the anchors of each video have.
  private static func lopsidedness(of drawn: [Int], askedFor asked: [Int]) -> Double {
    let negatives = asked.reduce(0, +)
    guard negatives > 0, drawn.count > 1 else { return 0 }
    let others = Double(drawn.count - 1)
    let chiSquare = drawn.indices.reduce(0) { sum, video in
      let expected = Double(negatives - asked[video]) / others
      guard expected > 0 else { return sum }
      let excess = Double(drawn[video]) - expected
      return sum + excess * excess / expected
    }
    return (chiSquare - others) / Double(negatives)
  }
}

/// The shares of the parts of a whole, from counts.
private struct Shares {
  let counts: [Int]
  let total: Int

  init(_ counts: [Int]) {
    self.counts = counts
    total = counts.reduce(0, +)
  }

  subscript(_ index: Int) -> Double { total == 0 ? 0 : Double(counts[index]) / Double(total) }

  /// The number of parts that are not empty.
  var occupied: Int { counts.count { $0 > 0 } }

  /// The number of equal parts with the same entropy: the Hill number of order 1 (Hill 1973,
  /// Diversity and evenness).
  var effectiveNumber: Double {
    guard total > 0 else { return 0 }
    let entropy = counts.indices.reduce(0) { sum, index in
      let share = self[index]
      return share > 0 ? sum - share * log(share) : sum
    }
    return exp(entropy)
  }

  /// The distance in total variation: half the sum of the absolute differences.
  ///
  /// It is the share that would have to move to another part to make both divisions equal.
  func distance(to other: Shares) -> Double {
    counts.indices.reduce(0) { $0 + abs(self[$1] - other[$1]) } / 2
  }
}
