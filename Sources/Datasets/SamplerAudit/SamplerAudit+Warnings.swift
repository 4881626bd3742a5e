extension SamplerAudit {
  /// What is lopsided, in the order of the audit; nothing for a healthy sampler.
  package var warnings: [SamplerWarning] {
    [
      pairsWarning, distinctWarning, orderWarning, absenceWarning, divisionWarning, sourcesWarning,
      ownVideoWarning, repetitionWarning, likenessWarning,
    ].compactMap { $0 }
  }

  /// From where on something is worth a warning.
  private enum Threshold {
    /// One pair in ten is negative in the authors' 5-Contexts, one in five in the thesis; half of the
    /// former is still no accident, and beyond one in two successors would be the exception.
    static let negativeShares = 0.05...0.5
    /// Drawing 120 of 1 000 pairs with replacement still leaves 94 % distinct.
    static let distinctShare = 0.9
    /// A quarter of the way from shuffled batches to batches of one video; over 10 000 pairs chance
    /// goes a few hundredths of that way.
    static let unshuffledPart = 0.25
    /// A few videos may be too short for a pair; one in twenty is a part of the collection.
    static let absentShare = 0.05
    /// Twice what drawing 19 anchors a video at random, UCF101's number, misplaces by chance: 9 %.
    static let misplacedShare = 0.2
    /// As if half of the videos gave all negatives.
    ///
    /// Drawing frames instead of videos stays below it, unless the videos' lengths vary by more than
    /// their mean.
    static let lopsidedness = 1.0
    /// Film shown at 30 frames a second (3:2 pulldown) repeats one frame in five.
    static let identicalShare = 0.25
    /// Successors are neighbours in time; they differ by a fraction of what frames of two videos
    /// do, unless they aren't successors.
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
