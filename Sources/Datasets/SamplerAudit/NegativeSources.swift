/// Which videos the frames come from that anchors are told apart from.
package struct NegativeSources: Codable, Equatable, Sendable {
  /// Negative pairs.
  package let count: Int
  /// Videos that negatives could come from.
  package let videos: Int
  /// Videos that any negative comes from.
  package let sources: Int
  /// How many videos with equal shares of the negatives would be as varied: exp of the entropy.
  package let effectiveNumber: Double
  /// The share of the video that most negatives come from.
  package let largestShare: Double
  /// How far the sources' shares are from an even draw among the videos other than the anchor's.
  ///
  /// (χ² − (videos − 1)) / negatives, so 0 on average for an even draw however many negatives
  /// there are, and n/k − 1 where they come evenly from k of n videos: the squared coefficient of
  /// variation of the shares, less what chance adds.
  package let lopsidedness: Double
  /// Negatives from the anchor's own video, where nothing says that the frames differ.
  package let fromOwnVideo: Int

  /// Counts where negatives come from.
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

  /// - Parameters:
  ///   - drawn: how many negatives come from each video.
  ///   - asked: how many negatives each video's anchors have.
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
