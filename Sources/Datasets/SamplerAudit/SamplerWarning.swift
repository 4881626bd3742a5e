import Foundation

/// A possible fault of a sampler, found by an audit.
public enum SamplerWarning: Equatable, Sendable {
  /// The share of negative pairs is too small or too large.
  case unusualNegativeShare(Double, usual: ClosedRange<Double>)
  /// A batch has the same pair many times.
  case repeatedPairs(BatchMixture)
  /// A batch has fewer videos than a batch of shuffled pairs.
  case batchesOfFewVideos(BatchMixture)
  /// Some videos are never used for training.
  case absentVideos(VideoShares)
  /// The videos' shares of the anchors differ from their shares of the frames.
  case unevenVideos(VideoShares)
  /// Most negatives come from a few videos.
  case lopsidedNegatives(NegativeSources)
  /// Some negatives are frames of the anchor's own video.
  case negativesOfOwnVideo(NegativeSources)
  /// Many frames are identical to their successors.
  case identicalSuccessors(PairLikeness.Differences)
  /// A frame is hardly more similar to its successor than to a frame of another video.
  case unlikeSuccessors(PairLikeness)
}

extension SamplerWarning: CustomStringConvertible {
  /// A sentence with the number and what to do.
  ///
  /// It is also written to `sampling.json`.
  public var description: String {
    switch self {
    case .unusualNegativeShare(let share, let usual) where share < usual.lowerBound:
      "Only \(percent(share)) of all pairs are negative, and without negatives all features become "
        + "equal: use longer videos, since the fifth chosen frame is the first to have one."
    case .unusualNegativeShare(let share, _):
      "\(percent(share)) of all pairs are negative, so there is little to learn from successors: "
        + "see that successors are stored (frames.csv)."
    case .repeatedPairs(let batches):
      "Only \(percent(batches.distinctShare.mean)) of the pairs of an average batch of "
        + "\(batches.size) are distinct: draw each pair once, or make smaller batches."
    case .batchesOfFewVideos(let batches):
      "One video has \(percent(batches.topVideoShare.mean)) of an average batch, and would have "
        + "\(percent(batches.topVideoShareIfShuffled.mean)) of a shuffled one: shuffle the pairs "
        + "over all videos."
    case .absentVideos(let videos):
      "\(videos.absent) of \(videos.count) videos are never trained on: see that the sampler "
        + "reaches every video, and that these have two successive frames."
    case .unevenVideos(let videos):
      "\(percent(videos.misplacedShare)) of the anchors are of other videos than the numbers of "
        + "frames ask for\(highest(of: videos)): draw from every video as often as it has frames."
    case .lopsidedNegatives(let negatives):
      "Negatives come from \(negatives.sources) of \(negatives.videos) videos, in effect from "
        + "\(decimal(negatives.effectiveNumber)), and \(percent(negatives.largestShare)) of them "
        + "from one: draw the other video from all of them alike."
    case .negativesOfOwnVideo(let negatives):
      "\(negatives.fromOwnVideo) of \(negatives.count) negatives are frames of the anchor's own "
        + "video, which may look like it: take negatives from other videos."
    case .identicalSuccessors(let successors):
      "\(percent(successors.identicalShare)) of \(successors.pairs) frames are the same as their "
        + "successors, and nothing is learned from those: leave out still pictures and videos "
        + "whose frames were doubled."
    case .unlikeSuccessors(let likeness):
      "Successors differ by \(decimal(likeness.successors.greyLevels.mean)) grey levels, frames of "
        + "two videos by \(decimal(likeness.negatives.greyLevels.mean)): see that the stored "
        + "successors follow their frames, and that the videos differ."
    }
  }

  private func highest(of videos: VideoShares) -> String {
    guard let highest = videos.highest else { return "" }
    return " (\(highest.video) has \(decimal(highest.ratio)) times its share)"
  }

  private func percent(_ share: Double) -> String { String(format: "%.0f %%", 100 * share) }

  private func decimal(_ value: Double) -> String { String(format: "%.1f", value) }
}

extension SamplerAudit {
  /// The possible faults, in the order of the audit.
  ///
  /// It is empty for a healthy sampler.
  public var warnings: [SamplerWarning] {
    [
      pairsWarning, distinctWarning, orderWarning, absenceWarning, divisionWarning, sourcesWarning,
      ownVideoWarning, repetitionWarning, likenessWarning,
    ].compactMap { $0 }
  }

  /// The limits beyond which an audit warns.
  private enum Threshold {
    /// One pair in ten is negative in the authors' 5-Contexts, and one in five in the thesis.
    ///
    /// Half of the first share may still be intended. Above one in two, positive pairs would be the
    /// minority.
    static let negativeShares = 0.05...0.5
    /// If 120 of 1 000 pairs are drawn with replacement, 94 % are still distinct.
    static let distinctShare = 0.9
    /// A quarter of the way from shuffled batches to batches of one video.
    ///
    /// Over 10 000 pairs, chance alone goes a few hundredths of the way.
    static let unshuffledPart = 0.25
    /// A few videos may be too short for a pair, but not one in twenty.
    static let absentShare = 0.05
    /// About twice what chance misplaces, 9 %, when 19 anchors per video (as in UCF101) are drawn
    /// at random.
    static let misplacedShare = 0.2
    /// The value when half of the videos give all negatives.
    ///
    /// A sampler that draws frames instead of videos stays below it, unless the standard deviation
    /// of the videos' lengths exceeds their mean.
    static let lopsidedness = 1.0
    /// Film that is shown at 30 frames per second (3:2 pulldown) repeats one frame in five.
    static let identicalShare = 0.25
    /// A frame differs from its successor by a fraction of the difference of two videos' frames.
    ///
    /// A ratio near 1 means that the stored frames are not successors.
    static let likeness = 0.8
  }

  private var pairsWarning: SamplerWarning? {
    Threshold.negativeShares.contains(pairs.negativeShare)
      ? nil : .unusualNegativeShare(pairs.negativeShare, usual: Threshold.negativeShares)
  }

  private var distinctWarning: SamplerWarning? {
    batches.distinctShare.mean < Threshold.distinctShare ? .repeatedPairs(batches) : nil
  }

  private var orderWarning: SamplerWarning? {
    let (found, shuffled) = (batches.topVideoShare.mean, batches.topVideoShareIfShuffled.mean)
    return found - shuffled > Threshold.unshuffledPart * (1 - shuffled)
      ? .batchesOfFewVideos(batches) : nil
  }

  private var absenceWarning: SamplerWarning? {
    Double(videos.absent) > Threshold.absentShare * Double(videos.count)
      ? .absentVideos(videos) : nil
  }

  private var divisionWarning: SamplerWarning? {
    videos.misplacedShare > Threshold.misplacedShare ? .unevenVideos(videos) : nil
  }

  private var sourcesWarning: SamplerWarning? {
    negatives.lopsidedness > Threshold.lopsidedness ? .lopsidedNegatives(negatives) : nil
  }

  private var ownVideoWarning: SamplerWarning? {
    negatives.fromOwnVideo > 0 ? .negativesOfOwnVideo(negatives) : nil
  }

  private var repetitionWarning: SamplerWarning? {
    guard let successors = likeness?.successors else { return nil }
    return successors.identicalShare > Threshold.identicalShare
      ? .identicalSuccessors(successors) : nil
  }

  private var likenessWarning: SamplerWarning? {
    guard let likeness, likeness.successors.pairs > 0, likeness.negatives.pairs > 0 else {
      return nil
    }
    let (near, far) = (likeness.successors.greyLevels.mean, likeness.negatives.greyLevels.mean)
    return near > Threshold.likeness * far ? .unlikeSuccessors(likeness) : nil
  }
}
