import Foundation
import Numerics

extension Evaluation {
  /// Says in one sentence whether the clusters predict the categories better than the baselines do.
  ///
  /// It compares conditional entropies over frames, first with chance, then with the baselines. It also says
  /// whether a lead is within the variation of K-means from start to start.
  public var verdict: String {
    guard let own = metrics?.rows.conditionalEntropyBits else {
      guard case .text(let category)? = settings.others[Self.onlyCategory] else {
        return "The videos have no categories, so there is nothing to hold the clusters against."
      }
      return
        "All videos are of one category, \(category), so there is nothing to hold the clusters "
        + "against."
    }
    let chance = baselines.permutedLabels?.rows.conditionalEntropyBits
    if let chance, chance.low == chance.high { return reasonWhyChanceIsConstant }
    if let chance, own >= chance.low {
      return "No better than chance: conditional entropy \(bits(own)) bits, "
        + "where permuted labels give \(bits(chance.low)) to \(bits(chance.high))."
    }
    let rivals = [Baseline.randomNetwork, .rawPixels, .pixelComponents, .rawMotion].compactMap {
      baseline in
      baselines.scores[baseline].map {
        (name: baseline.name, entropy: $0.rows.conditionalEntropyBits)
      }
    }
    guard !rivals.isEmpty else {
      return "Conditional entropy \(bits(own)) bits, with no baseline to compare it with."
    }
    let unbeaten = rivals.filter { own >= $0.entropy }
    guard unbeaten.isEmpty else {
      let names = listed(unbeaten.map(\.name), "or")
      let entropies = listed(unbeaten.map { bits($0.entropy) })
      return "Does not beat \(names): conditional entropy \(bits(own)) against \(entropies) bits."
    }
    // What is within the variation of K-means is no lead.
    let beaten = rivals.filter { $0.entropy - own >= 2 * Self.startSpread }
    let close = rivals.filter { $0.entropy - own < 2 * Self.startSpread }
    let narrow =
      close.isEmpty
      ? ""
      : "No clear lead over \(listed(close.map(\.name))) (by \(leads(of: own, over: close))): "
        + "less than \(bits(2 * Self.startSpread)) can be luck, as K-means varies by \(Self.startSpread) either way."
    let first =
      beaten.isEmpty
      ? "Conditional entropy \(bits(own)) bits."
      : "Beats \(listed(beaten.map(\.name))): conditional entropy \(bits(own)) bits, below by "
        + leads(of: own, over: beaten) + "."
    return [first, narrow, close.isEmpty ? nil : clearLeadOfVideos].compactMap { $0 }
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Says that videos, once each, beat all baselines clearly; nil if they don't.
  private var clearLeadOfVideos: String? {
    guard let own = metrics?.groups.conditionalEntropyBits else { return nil }
    let rivals = [Baseline.randomNetwork, .rawPixels, .pixelComponents, .rawMotion].compactMap {
      baselines.scores[$0]?.groups.conditionalEntropyBits
    }
    guard let best = rivals.min(), best - own >= 2 * Self.startSpread else { return nil }
    return "These are single frames; for whole videos the lead over all baselines is clear: "
      + "\(bits(own)) bits, the best of them \(bits(best))."
  }

  private func leads(of own: Double, over rivals: [(name: String, entropy: Double)]) -> String {
    // Of the numbers as they are shown, so that a reader gets the same.
    func hundredths(_ value: Double) -> Double { (value * 100).rounded() }
    return listed(rivals.map { bits((hundredths($0.entropy) - hundredths(own)) / 100) })
  }

  /// The record's entry for the category of all videos, if it is just one.
  package static let onlyCategory = "only_category"

  /// Says why clusters score the same whatever category a video has.
  private var reasonWhyChanceIsConstant: String {
    let bits = metrics?.groups.labelEntropyBits ?? 0
    if bits == 0 { return "All videos are of one category, so these numbers say nothing." }
    if abs(bits - log2(Double(videos))) < 1e-9 {
      return "Every video is a category of its own, so these numbers can't tell kinds of video "
        + "from single videos."
    }
    if clusters >= frames {
      return
        "Every frame is a cluster of its own, so these numbers say nothing; choose a smaller K "
        + "with --clusters."
    }
    return "Permuted labels score as the clusters do, so these numbers say nothing."
  }

  /// The variation of the conditional entropy from one start of K-means to another, in bits either way.
  ///
  /// It was measured on the collections that the method was tried on (docs/method.md).
  private static let startSpread = 0.1

  /// Lists words as `a, b and c`.
  private func listed(_ words: [String], _ last: String = "and") -> String {
    guard let word = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " \(last) \(word)"
  }

  private func bits(_ value: Double) -> String {
    // Without a locale, the decimal separator is a point.
    String(format: "%.2f", value)
  }
}

extension Evaluation {
  /// Says for how many videos the nearest other video is of the same category, and for how many it is by the best baseline.
  ///
  /// It is nil without categories.
  public var neighbourSentence: String? {
    guard let own = metrics?.groups.neighbourAccuracy else { return nil }
    func share(_ value: Double) -> String { String(format: "%.0f\u{00A0}%%", 100 * value) }
    let isHeldOut = settings.others["held_out"] == .flag(true)
    let rivals = [Baseline.rawMotion, .randomNetwork, .rawPixels, .pixelComponents].compactMap {
      baseline in
      baselines.scores[baseline]?.groups.neighbourAccuracy.map { (baseline.name, $0) }
    }
    // The strongest baseline is the one that counts.
    let best = rivals.map(\.1).max().map { best in
      let names = rivals.filter { share($0.1) == share(best) }.map(\.0)
      return
        "; by \(listed(names)), the best baseline\(names.count == 1 ? "" : "s"), for \(share(best))"
    }
    return
      "For \(share(own)) of the \(videos) \(isHeldOut ? "held-out " : "")videos, the nearest other video is "
      + "of the same category\(best ?? "")."
  }

  /// Says in one sentence by which modality frames and videos were clustered, and why.
  ///
  /// It is nil if there was no choice.
  public var groupingSentence: String? {
    guard let modality = videoModality, let alignment = kernelAlignment else { return nil }
    let what = frameModality == modality ? "Frames and videos" : "Videos"
    let isAsked = ![nil, .text("auto")].contains(settings.others["group_by"])
    let start = "\(what) are grouped by \(modality.words)"
    guard !isAsked else { return start + ", as asked." }
    let agreement = String(format: "(alignment %.2f; 0 is chance)", alignment)
    switch modality {
    case .both:
      return "\(start): the two agree \(agreement)."
    case .motion:
      return "\(start): appearance says something else \(agreement)."
        + (frameModality == modality
          ? " With --group-by appearance they are grouped by appearance." : "")
    case .appearance:
      return "\(start): motion says something else \(agreement), and "
        + (videos < VideoEmbeddings.fewestForMotionAlone
          ? "there are too few videos to trust motion alone."
          : String(
            format: "two halves of the motion hardly agree (%.2f).", motionAlignment ?? 0))
    }
  }
}

extension Modality {
  /// The modality in a sentence.
  public var words: String {
    switch self {
    case .appearance: "appearance"
    case .motion: "motion"
    case .both: "appearance and motion together"
    }
  }
}
