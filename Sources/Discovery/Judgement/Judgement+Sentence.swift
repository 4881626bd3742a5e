import Foundation

extension Judgement {
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
