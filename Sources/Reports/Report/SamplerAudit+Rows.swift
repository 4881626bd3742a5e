import Datasets
import Foundation

extension SamplerAudit {
  /// The audit's numbers in words, a row a part.
  var rows: [NamedText] {
    [
      NamedText("pairs", pairsText), NamedText("batches", batchesText),
      NamedText("videos", videosText), NamedText("negatives", negativesText),
      likeness.map { NamedText("successors", Self.text(of: $0)) },
    ].compactMap { $0 }
  }

  /// The same for a terminal, with the warnings.
  package var block: String {
    let width = (rows.map(\.name.count).max() ?? 0) + 2
    let lines = rows.map { row in
      "  " + row.name.padding(toLength: width, withPad: " ", startingAt: 0) + row.text
    }
    let text = ["what the sampler draws:"] + lines + warnings.map { "warning: \($0)" }
    // Not every terminal has the page's narrow space.
    return text.joined(separator: "\n").replacing("\u{202F}", with: " ")
  }

  private var pairsText: String {
    let ratio = pairs.negatives == 0 ? Double.infinity : 1 / pairs.negativeShare
    return "\(Printed.count(pairs.count)) in \(Printed.count(epochs, "epoch")), "
      + "\(Printed.share(pairs.distinctShareOfEpoch)) of an epoch distinct; "
      + "one in \(Printed.decimal(ratio, places: 2)) negative"
  }

  private var batchesText: String {
    "of \(batches.size), \(Printed.share(batches.distinctShare.median)) distinct; a batch's most "
      + "frequent video has \(Printed.share(batches.topVideoShare.median)) of it "
      + "(shuffled: \(Printed.share(batches.topVideoShareIfShuffled.median)))"
  }

  private var videosText: String {
    let present = "\(Printed.count(videos.count - videos.absent)) of \(Printed.count(videos.count))"
    var text =
      "\(present) trained on, in effect \(Printed.decimal(videos.effectiveNumber, places: 1)) "
      + "(by frames \(Printed.decimal(videos.effectiveNumberByFrames, places: 1)))"
    if let lowest = videos.lowest, let highest = videos.highest {
      text +=
        ", each \(Printed.decimal(lowest.ratio, places: 2)) to "
        + "\(Printed.decimal(highest.ratio, places: 2)) times its share of frames"
    }
    return text
  }

  private var negativesText: String {
    "from \(Printed.count(negatives.sources)) of \(Printed.count(negatives.videos, "video")), "
      + "\(Printed.share(negatives.largestShare)) from one, "
      + "lopsidedness \(Printed.decimal(negatives.lopsidedness, places: 2)); "
      + "\(Printed.count(negatives.fromOwnVideo)) from the anchor's own"
  }

  private static func text(of likeness: PairLikeness) -> String {
    "differ by \(Printed.decimal(likeness.successors.greyLevels.mean, places: 1)) of 255 grey "
      + "levels, negatives by \(Printed.decimal(likeness.negatives.greyLevels.mean, places: 1)); "
      + "\(Printed.share(likeness.successors.identicalShare)) are identical"
  }
}
