import Datasets
import Evaluation
import Foundation
import Numerics
import Training

// The texts of a report: findings, warnings, names of files, lines above figures, the sampler's audit.

extension ReportContent {
  /// The findings: the paragraphs at the top of the page.
  var summary: [String] {
    let sentences = findings.sentences
    let kinds = [collection?.videos.kindsSentence].compactMap { $0 }
    return sentences.prefix(1) + kinds + sentences.dropFirst()
      + (hasScoresBesideGroups ? [] : [findings.scoring, scope].compactMap { $0 })
  }

  /// What was scored and how: the paragraphs above the tables of numbers.
  var scoring: [String] {
    hasScoresBesideGroups ? [scope, findings.scoring].compactMap { $0 } : []
  }

  /// Whether the numbers are of other videos than the groups that the page begins with.
  private var hasScoresBesideGroups: Bool { collection != nil && evaluation.metrics != nil }

  private var findings: ReportFindings { ReportFindings(evaluation, collection?.summary) }

  /// Which frames and videos the findings are about.
  private var scope: String {
    var trainedFor = "a while"
    if case .integer(let epochs) = evaluation.settings.others["epochs"],
      case .integer(let steps) = evaluation.settings.others["steps"]
    {
      trainedFor = "\(NumberText.count(epochs, "epoch")) (\(NumberText.count(steps, "step")))"
    }
    guard collection == nil || evaluation.metrics != nil else {
      return "The groups come from what was learned from time alone, in \(trainedFor)."
    }
    return "Scored are \(evaluation.frames) frames of \(evaluation.videos) videos in "
      + "\(evaluation.clusters) clusters, by what was learned from time alone, in \(trainedFor)."
      + (evaluation.settings.others["held_out"] == .flag(true)
        ? " None of these videos was trained on." : "")
  }
}

extension [CollectionVideo] {
  /// The most groups whose kinds are named.
  private static let mostKinds = 12

  /// How many videos there are of each category, the most frequent first; videos without one are left out.
  var categoryCounts: [(category: String, count: Int)] {
    Dictionary(grouping: map(\.category).filter { !$0.isEmpty }) { $0 }
      .map { (category: $0.key, count: $0.value.count) }
      .sorted { ($1.count, $0.category) < ($0.count, $1.category) }
  }

  /// What most videos of each group are; nil without categories.
  package var kindsSentence: String? {
    let members = Dictionary(grouping: self, by: \.cluster)
    let kinds = members.keys.sorted().prefix(Self.mostKinds).compactMap { number -> String? in
      let group = members[number] ?? []
      return group.categoryCounts.first.map { "\($0.category) (\($0.count) of \(group.count))" }
    }
    guard !kinds.isEmpty else { return nil }
    let rest = members.count > kinds.count ? ", and \(members.count - kinds.count) more" : ""
    return "Most videos of each group are: \(kinds.joined(separator: ", "))\(rest)."
  }
}

/// What a run found, in a few sentences: the same on the page and in the terminal.
public struct ReportFindings {
  /// The sentences, the most important one first.
  public let sentences: [String]
  /// Why the scored videos are grouped by appearance, by motion or by both; nil if there was no choice.
  public let scoring: String?

  /// Chooses the sentences.
  ///
  /// - Parameters:
  ///   - evaluation: the content of `metrics.json`.
  ///   - collection: the groups of the whole collection; nil if it was not grouped.
  public init(_ evaluation: Evaluation, _ collection: CollectionSummary?) {
    let plain = evaluation.neighbourSentence
    guard let collection else {
      sentences = [plain, evaluation.verdict, evaluation.labelFree?.sentence].compactMap { $0 }
      scoring = evaluation.groupingSentence
      return
    }
    // Held-out videos and all videos can be grouped by different modalities.
    scoring = evaluation.groupingSentence.map { sentence in
      evaluation.metrics == nil
        ? sentence : "For the scores, " + sentence.prefix(1).lowercased() + sentence.dropFirst()
    }
    // Without categories the evaluation has clusters of frames only, and the groups say more.
    let isOneCategory = evaluation.settings.others[Evaluation.onlyCategory] != nil
    let isScored = evaluation.metrics != nil || isOneCategory
    sentences = [
      collection.sizesSentence, collection.stabilitySentence, plain,
      isScored ? evaluation.verdict : nil, evaluation.labelFree?.problem,
    ].compactMap { $0 }
  }
}

extension ReportContent {
  /// What a reader must know before trusting the numbers.
  var warnings: [String] {
    var warnings: [String] = []
    if evaluation.metrics != nil, evaluation.settings.others["held_out"] != .flag(true) {
      warnings.append(
        "No video was held out: the network was trained on the videos that are evaluated here, so "
          + "the numbers are too good.")
    }
    if let copies = collection?.duplicates.warning(from: "RUN/collection/duplicates.csv") {
      warnings.append(copies)
    }
    if let last = MetricsLog.epochMeans(training.steps).last,
      let trivial = training.trivialLosses, trivial.contains(last.loss)
    {
      warnings.append(
        "The loss ended in the range \(trivial.lossText). There a network has learned nothing but a "
          + "scale. Train longer, or with another learning rate.")
    }
    warnings += training.warnings
    return warnings + (audit?.warnings.map { "Sampler: \($0)" } ?? [])
  }

  /// The files of a run, and their contents.
  static let files = [
    NamedText("config.yaml", "every setting; unreel train --config runs it again"),
    NamedText("split.csv", "which video was trained on and which evaluated"),
    NamedText(
      "split.json", "what to know of that: copies, small categories, names that fit nothing"),
    NamedText(
      "sampling.json", "the sampler audit: what the sampler draws, counted before training"),
    NamedText("metrics.jsonl", "one line for each training step"),
    NamedText("motion.jsonl", "the same for learning motion, if motion was learned"),
    NamedText("checkpoints/", "weights, in HDF5 as Keras reads it"),
    NamedText("evaluation/metrics.json", "every number of this page"),
    NamedText(
      "evaluation/frames.csv", "video, category, frame, time, cluster and place of a frame"),
    NamedText("evaluation/videos.csv", "video, category and cluster of a video"),
    NamedText(
      "collection/videos.csv",
      "every video: category, part of the split, group, similarity to its centre, nearest other video"
    ),
    NamedText(
      "collection/clusters.csv", "every group: videos, frames, the two most typical videos"),
    NamedText(
      "collection/duplicates.csv",
      "videos that show the same footage: score, what differs, second at which the other begins"),
    NamedText("collection/frames.csv", "every frame: group, place on the map, part of the split"),
    NamedText(
      "collection/features.npy, video_features.npy", "the features of frames and of videos"),
    NamedText("collection/summary.json", "the number, the sizes and the stability of the groups"),
    NamedText("evaluation/features.npy", "32-bit floats, frames × features, rows as in frames.csv"),
    NamedText(
      "evaluation/appearance.npy, motion.npy",
      "the two kinds of features that features.npy is made of, if motion was learned"),
    NamedText(
      "evaluation/confusion.csv",
      "the linear probe's predictions for each category, if there is one"),
    NamedText("figures/", "the figures of this page as PNG, SVG and PDF; the frames as PNG"),
  ]
}

extension ClosedRange<Double> {
  /// The range of losses as captions write it: `from 0.068 to 0.083`.
  var lossText: String { String(format: "from %.3f to %.3f", lowerBound, upperBound) }
}

/// The lines above a figure.
struct FigureHeading {
  private let evaluation: Evaluation
  private let name: String
  private let collection: CollectionSummary?

  /// Takes what the lines say.
  ///
  /// - Parameters:
  ///   - evaluation: the content of `metrics.json`.
  ///   - name: the name of the collection.
  ///   - collection: the groups of the whole collection, if the map shows them.
  init(_ evaluation: Evaluation, name: String, collection: CollectionSummary? = nil) {
    (self.evaluation, self.name, self.collection) = (evaluation, name, collection)
  }

  /// The lines above the map and the frames: a title and, if categories are known, the metrics.
  var lines: [String] {
    let title =
      collection.map {
        "\(name) · \($0.frames) frames of \($0.videos) videos · \($0.clusters) groups"
      }
      ?? "\(name) · \(evaluation.frames) frames of \(evaluation.videos) videos · "
      + "\(evaluation.clusters) clusters"
    guard let scores = evaluation.metrics else {
      return [title, "No categories are known, so nothing is scored · t-SNE of \(mapped)"]
    }
    var numbers = [
      (collection == nil ? "" : "frames of \(evaluation.videos) held-out videos: ")
        + "conditional entropy \(bits(scores.rows.conditionalEntropyBits)) of "
        + "\(bits(scores.rows.labelEntropyBits)) bits",
      "per video \(bits(scores.groups.conditionalEntropyBits))",
    ]
    if let pixels = evaluation.baselines.scores[.rawPixels] {
      numbers.append("raw pixels \(bits(pixels.rows.conditionalEntropyBits))")
    }
    if let untrained = evaluation.baselines.scores[.randomNetwork] {
      numbers.append("untrained network \(bits(untrained.rows.conditionalEntropyBits))")
    }
    numbers.append("NMI \(bits(scores.rows.nmi))")
    return [title, numbers.joined(separator: " · "), "t-SNE of \(mapped)"]
  }

  /// Returns the lines above the confusion matrix of a linear probe.
  func lines(of probe: Probe) -> [String] {
    func share(_ value: Double) -> String { String(format: "%.1f\u{202F}%%", 100 * value) }
    return [
      "\(name) · what a linear probe takes the \(evaluation.frames) held-out frames for",
      "top-1 \(share(probe.linear.top1)) · top-5 \(share(probe.linear.top5)) · per video "
        + "\(share(probe.linear.groupTop1)) · shown \(probe.trainingRows) labelled frames of the "
        + "training videos",
      "features of \(features)",
    ]
  }

  /// The features that the held-out frames were clustered by.
  private var features: String {
    Self.features(evaluation.frameModality, layer: evaluation.settings.featureLayer)
  }

  /// The features that the map is drawn by.
  private var mapped: String {
    collection.map { Self.features($0.groupedBy, layer: $0.featureLayer) } ?? features
  }

  private static func features(_ modality: Modality?, layer: String) -> String {
    let layer = "the layer \(layer)"
    return switch modality {
    case .motion: "learned motion"
    case .both: "\(layer) and learned motion"
    case .appearance, nil: layer
    }
  }

  private func bits(_ value: Double) -> String { String(format: "%.2f", value) }
}
