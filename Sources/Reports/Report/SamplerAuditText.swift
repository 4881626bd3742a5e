import Datasets
import Foundation

extension SamplerAudit {
  /// The numbers of the audit in words, a row a part.
  var rows: [NamedText] {
    [
      NamedText("pairs", pairsText), NamedText("batches", batchesText),
      NamedText("videos", videosText), NamedText("negatives", negativesText),
      likeness.map { NamedText("successors", Self.text(of: $0)) },
    ].compactMap { $0 }
  }

  /// The same rows for a terminal, with the warnings.
  public var terminalText: String {
    ([terminalTable] + warnings.map { "warning: \($0)" }).joined(separator: "\n")
  }

  /// The same rows for a terminal.
  package var terminalTable: String {
    let width = (rows.map(\.name.count).max() ?? 0) + 2
    let lines = rows.map { row in
      "  " + row.name.padding(toLength: width, withPad: " ", startingAt: 0) + row.text
    }
    // Some terminals cannot show the narrow space.
    return (["what the sampler draws:"] + lines).joined(separator: "\n")
      .replacing("\u{202F}", with: " ")
  }

  private var pairsText: String {
    let ratio = pairs.negatives == 0 ? Double.infinity : 1 / pairs.negativeShare
    return "\(NumberText.count(pairs.count)) in \(NumberText.count(epochs, "epoch")), "
      + "\(NumberText.share(pairs.distinctShareOfEpoch)) of an epoch distinct; "
      + "one in \(NumberText.decimal(ratio, places: 2)) negative"
  }

  private var batchesText: String {
    "of \(batches.size), \(NumberText.share(batches.distinctShare.median)) distinct; a batch's most "
      + "frequent video has \(NumberText.share(batches.topVideoShare.median)) of it "
      + "(shuffled: \(NumberText.share(batches.topVideoShareIfShuffled.median)))"
  }

  private var videosText: String {
    let present =
      "\(NumberText.count(videos.count - videos.absent)) of \(NumberText.count(videos.count))"
    var text =
      "\(present) trained on, in effect \(NumberText.decimal(videos.effectiveNumber, places: 1)) "
      + "(by frames \(NumberText.decimal(videos.effectiveNumberByFrames, places: 1)))"
    if let lowest = videos.lowest, let highest = videos.highest {
      text +=
        ", each \(NumberText.decimal(lowest.ratio, places: 2)) to "
        + "\(NumberText.decimal(highest.ratio, places: 2)) times its share of frames"
    }
    return text
  }

  private var negativesText: String {
    "from \(NumberText.count(negatives.sources)) of \(NumberText.count(negatives.videos, "video")), "
      + "\(NumberText.share(negatives.largestShare)) from one, "
      + "lopsidedness \(NumberText.decimal(negatives.lopsidedness, places: 2)); "
      + "\(NumberText.count(negatives.fromOwnVideo)) from the anchor's own"
  }

  private static func text(of likeness: PairLikeness) -> String {
    "differ by \(NumberText.decimal(likeness.successors.greyLevels.mean, places: 1)) of 255 grey "
      + "levels, negatives by \(NumberText.decimal(likeness.negatives.greyLevels.mean, places: 1)); "
      + "\(NumberText.share(likeness.successors.identicalShare)) are identical"
  }
}
