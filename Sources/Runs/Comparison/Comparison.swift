import Basics
import Evaluation
import Foundation
import Numerics

/// Several runs and their baselines, compared by the same measures: what `unreel compare` shows.
package struct Comparison: Sendable {
  /// The runs; runs that differ only in their seed are one group.
  package let groups: [ComparisonGroup]
  /// The baselines; empty if the videos have no categories.
  package let baselines: [ComparisonBaseline]
  /// The measures: scores, or label-free metrics if the videos have no categories.
  package let measures: [ComparisonMeasure]
  /// Why some of the numbers can't be compared, in one line; nil if all can.
  package let warning: String?
  /// Describes what the first run was evaluated on.
  let frames: String

  /// Reads runs and compares them.
  ///
  /// - Parameter paths: the runs' folders, at least one, each with an evaluation in it.
  /// - Throws: ``RunError``, ``ComparisonError``, and errors of reading.
  package init(reading paths: [String]) throws {
    let runs = try paths.map { try ComparedRun(reading: $0) }
    var places: Set<String> = []
    for run in runs where !places.insert(run.place).inserted {
      throw ComparisonError.twice(path: run.path)
    }
    let measures = try Self.measures(of: runs)
    try Self.refuseOtherFrames(runs, measures: measures)
    self.measures = measures
    groups = ComparisonGroup.groups(of: runs, measures: measures)
    baselines = ComparisonBaseline.Kind.all.compactMap {
      ComparisonBaseline($0, of: runs, measures: measures)
    }
    warning = Self.warning(of: runs)
    frames = runs.first?.frames ?? ""
  }

  /// The rows of the table: first the groups, then the baselines.
  var rows: [ComparisonRow] {
    groups.map { ComparisonRow(name: $0.name, isBaseline: false, spreads: $0.spreads) }
      + baselines.map { ComparisonRow(name: $0.name, isBaseline: true, spreads: $0.spreads) }
  }

  private static func measures(of runs: [ComparedRun]) throws -> [ComparisonMeasure] {
    let labelled = runs.first { $0.evaluation.metrics != nil }
    let unlabelled = runs.first { $0.evaluation.metrics == nil }
    if let labelled, let unlabelled {
      throw ComparisonError.mixed(labelled: labelled.path, unlabelled: unlabelled.path)
    }
    guard unlabelled != nil else { return ComparisonMeasure.ofScores }
    if let run = runs.first(where: { $0.evaluation.labelFree == nil }) {
      throw ComparisonError.notJudged(path: run.path)
    }
    return ComparisonMeasure.ofLabelFree
  }

  /// Refuses runs whose numbers can't be compared: of other videos, other frames, or another K.
  ///
  /// Without categories another K is no reason: two of the measures don't depend on it.
  private static func refuseOtherFrames(
    _ runs: [ComparedRun], measures: [ComparisonMeasure]
  ) throws {
    guard let first = runs.first else { return }
    for run in runs.dropFirst() {
      if let video = run.videoNotEvaluated(by: first) {
        throw ComparisonError.otherVideos(with: run.path, without: first.path, video: video)
      }
      if let video = first.videoNotEvaluated(by: run) {
        throw ComparisonError.otherVideos(with: first.path, without: run.path, video: video)
      }
      guard run.hasFrames(of: first) else {
        throw ComparisonError.otherFrames(
          first: first.path, first.frames, other: run.path, run.frames)
      }
      let (one, another) = (first.evaluation.clusters, run.evaluation.clusters)
      if measures == ComparisonMeasure.ofScores, one != another {
        throw ComparisonError.otherClusters(first: first.path, one, other: run.path, another)
      }
    }
  }

  private static func warning(of runs: [ComparedRun]) -> String? {
    guard let first = runs.first,
      let other = runs.first(where: { $0.evaluation.clusters != first.evaluation.clusters })
    else { return nil }
    return "the agreement of seeds and of halves can't be compared: \(first.path) has "
      + "\(first.evaluation.clusters) clusters, \(other.path) \(other.evaluation.clusters)"
  }
}

/// One row of the table and of the figure: a group or a baseline.
struct ComparisonRow {
  let name: String
  let isBaseline: Bool
  let spreads: [ComparisonMeasure: Spread]
}

/// An error of a comparison that can't be made as asked.
package enum ComparisonError: ExplainedError, Equatable {
  /// A run is named more than once.
  case twice(path: String)
  /// One run has categories, another one has none.
  case mixed(labelled: String, unlabelled: String)
  /// A run has neither categories nor label-free metrics.
  case notJudged(path: String)
  /// One run was evaluated on a video that the other one was not evaluated on.
  case otherVideos(with: String, without: String, video: String)
  /// Two runs were evaluated on other frames, described in words.
  case otherFrames(first: String, String, other: String, String)
  /// Two runs with categories have another number of clusters.
  case otherClusters(first: String, Int, other: String, Int)
  /// The figure's file is neither a PNG nor an SVG.
  case unknownPicture(path: String)

  /// Always `Blame.usage`.
  package var blame: Blame { .usage }

  /// Names the run or the file, and says what to do.
  package var description: String {
    switch self {
    case .twice(let path):
      "\(path) is named twice; name every run once"
    case .mixed(let labelled, let unlabelled):
      "\(unlabelled) has no categories, but \(labelled) has; compare runs of one kind at a time"
    case .notJudged(let path):
      "\(path) has neither categories nor label-free metrics; evaluate it again: "
        + "unreel evaluate \(path)"
    case .otherVideos(let with, let without, let video):
      "\(with) and \(without) can't be compared: they held out other videos, for example only "
        + "\(with) held out \(video); start runs to compare with the same videos, --split-seed and "
        + "--test-share or --test-list"
    case .otherFrames(let first, let frames, let other, let others):
      "\(first) and \(other) can't be compared: \(first) was evaluated on \(frames); \(other) on "
        + "\(others)"
    case .otherClusters(let first, let count, let other, let others):
      "\(first) and \(other) can't be compared: they have \(count) and \(others) clusters, and more "
        + "clusters always score better; evaluate one again: unreel evaluate \(other) --clusters "
        + "\(count)"
    case .unknownPicture(let path):
      "\(path) does not end in .png, .svg or .pdf; figures are written as one of them"
    }
  }
}

/// One of the compared runs: its settings and its evaluation.
struct ComparedRun: Sendable {
  /// The run's folder, as the user wrote it.
  let path: String
  let settings: Settings
  let evaluation: Evaluation
  /// The names of the evaluated videos; nil if the run has no table of its split.
  private let videos: Set<String>?

  /// Reads a run.
  ///
  /// - Parameter path: the run's folder.
  /// - Throws: ``RunError/nothingThere(path:)``, ``RunError/notEvaluated(path:)``,
  ///   ``SettingsError``, `MalformedJSON`, `OversizedFile`, or a `SystemCallError`.
  init(reading path: String) throws {
    let run = RunFolder(path)
    guard let settings = try run.settings() else { throw RunError.nothingThere(path: path) }
    guard Folder.isFile(run.evaluation.metrics) else { throw RunError.notEvaluated(path: path) }
    self.path = path
    self.settings = settings
    evaluation = try Evaluation(contentsOf: run.evaluation.metrics)
    videos =
      Folder.isFile(run.split) ? Set(try SplitTable(reading: run.split).test) : nil
  }

  /// Returns a video that this run was evaluated on and another one was not; nil if none is known.
  func videoNotEvaluated(by other: ComparedRun) -> String? {
    guard let videos, let others = other.videos else { return nil }
    return videos.subtracting(others).min()
  }

  /// The last part of the folder's path.
  var name: String {
    let whole = URL(fileURLWithPath: path).standardizedFileURL.path
    return whole.split(separator: "/").last.map(String.init) ?? whole
  }

  /// The folder's absolute path, without symbolic links: equal for two names of one folder.
  var place: String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// Describes what the run was evaluated on, such as `120 frames of 12 videos in 6 clusters`.
  var frames: String {
    let counts =
      "\(evaluation.frames) frames of \(evaluation.videos) videos in \(evaluation.clusters) clusters"
    guard let scores = evaluation.metrics else { return counts }
    return counts + String(format: ", categories of %.3f bits", scores.rows.labelEntropyBits)
  }

  /// Returns whether another run seems to have been evaluated on the same frames.
  ///
  /// Only counts and the entropies of the categories are compared.
  func hasFrames(of other: ComparedRun) -> Bool {
    func areEqual(_ one: Double?, _ another: Double?) -> Bool {
      abs((one ?? 0) - (another ?? 0)) < 1e-9
    }
    let (own, others) = (evaluation.metrics, other.evaluation.metrics)
    return evaluation.frames == other.evaluation.frames
      && evaluation.videos == other.evaluation.videos
      && areEqual(own?.rows.labelEntropyBits, others?.rows.labelEntropyBits)
      && areEqual(own?.groups.labelEntropyBits, others?.groups.labelEntropyBits)
  }
}
