import Foundation

/// Something lopsided that an audit found.
package enum SamplerWarning: Equatable, Sendable {
  /// Too few or too many pairs are negative.
  case unusualNegativeShare(Double, usual: ClosedRange<Double>)
  /// A batch holds the same pair many times.
  case repeatedPairs(BatchMixture)
  /// A batch is made of fewer videos than a shuffled one.
  case batchesOfFewVideos(BatchMixture)
  /// Some videos are never trained on.
  case absentVideos(VideoShares)
  /// The videos' shares of the anchors are not those of the frames.
  case unevenVideos(VideoShares)
  /// A few videos give most of the negatives.
  case lopsidedNegatives(NegativeSources)
  /// Negatives are frames of the anchor's own video.
  case negativesOfOwnVideo(NegativeSources)
  /// Many frames are the same as their successors.
  case identicalSuccessors(PairLikeness.Differences)
  /// Successors are hardly more alike than frames of two videos.
  case unlikeSuccessors(PairLikeness)
}

extension SamplerWarning: CustomStringConvertible {
  /// A sentence with the number, and what to do.
  package var description: String {
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
