import Basics
import Foundation
import Numerics

/// How often a classifier that was trained with labels is right: `metrics.json` of a fine-tuning.
public struct SupervisedEvaluation: Codable, Equatable, Sendable {
  /// How many frames were classified.
  public var frames: Int
  /// How many videos they come from.
  public var videos: Int
  /// The categories' names, in the classifier's order.
  public var categories: [String]
  /// How often it was right.
  public var accuracies: Probe.Accuracies
  /// How often the category that most training frames have is right: what needs no picture.
  public var mostFrequent: Probe.Accuracies
  /// How it was trained.
  public var settings: [String: EvaluationRecord.Value]

  /// Scores predictions.
  ///
  /// - Parameters:
  ///   - predictions: for every frame, what it was taken for.
  ///   - truth: for every frame, the number of its category.
  ///   - videoOfRow: for every frame, the number of its video.
  ///   - videos: how many videos there are; each has a frame.
  ///   - trainingTruth: for every training frame, the number of its category.
  ///   - categories: the categories' names.
  ///   - settings: how it was trained.
  public init(
    _ predictions: Predictions, truth: [Int], videoOfRow: [Int], videos: Int,
    trainingTruth: [Int], categories: [String], settings: [String: EvaluationRecord.Value]
  ) {
    var counts = [Double](repeating: 0, count: categories.count)
    for category in trainingTruth { counts[category] += 1 }
    let shares = counts.map { $0 / Double(max(trainingTruth.count, 1)) }
    let guesses = Predictions(
      categories: categories.count, probabilities: truth.flatMap { _ in shares })
    func accuracies(_ predictions: Predictions) -> Probe.Accuracies {
      Probe.Accuracies(predictions, truth: truth, groupOfRow: videoOfRow, groups: videos)
    }
    frames = truth.count
    self.videos = videos
    self.categories = categories
    self.accuracies = accuracies(predictions)
    mostFrequent = accuracies(guesses)
    self.settings = settings
  }

  enum CodingKeys: String, CodingKey {
    case frames, videos, categories, settings, baselines
  }

  private enum Baseline: String, CodingKey {
    case mostFrequent = "most_frequent"
  }

  /// Reads `metrics.json`, whose accuracies stand at the top.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    frames = try container.decode(Int.self, forKey: .frames)
    videos = try container.decode(Int.self, forKey: .videos)
    categories = try container.decode([String].self, forKey: .categories)
    settings = try container.decode([String: EvaluationRecord.Value].self, forKey: .settings)
    accuracies = try Probe.Accuracies(from: decoder)
    mostFrequent = try container.nestedContainer(keyedBy: Baseline.self, forKey: .baselines)
      .decode(Probe.Accuracies.self, forKey: .mostFrequent)
  }

  /// Writes `metrics.json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(frames, forKey: .frames)
    try container.encode(videos, forKey: .videos)
    try container.encode(categories, forKey: .categories)
    try container.encode(settings, forKey: .settings)
    var baselines = container.nestedContainer(keyedBy: Baseline.self, forKey: .baselines)
    try baselines.encode(mostFrequent, forKey: .mostFrequent)
    try accuracies.encode(to: encoder)
  }

  /// The text of `metrics.json`: keys in alphabetic order, a line each.
  public func json() throws -> String {
    try JSONFile.text(of: self)
  }

  /// Reads what ``json()`` gave.
  ///
  /// - Throws: `MalformedJSON`, `OversizedFile`, or a `SystemCallError`.
  public init(contentsOf path: String) throws { self = try JSONFile.read(path) }

  /// How often it is right, beside the most frequent category, as one plain sentence.
  public var sentence: String {
    func share(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }
    return "Right on \(share(accuracies.top1)) of \(frames) frames (top-5 "
      + "\(share(accuracies.top5))) and \(share(accuracies.groupTop1)) of \(videos) videos; always "
      + "the most frequent category: \(share(mostFrequent.top1)) and "
      + "\(share(mostFrequent.groupTop1))."
  }
}

/// `predictions.csv`: for every held-out frame, what it was taken for and how surely.
public struct PredictionsTable {
  private static let header = ["video", "category", "frame", "time_s", "predicted", "probability"]

  private let frames: EvaluationSet
  private let predictions: Predictions
  private let categories: [String]

  /// Puts a table together.
  ///
  /// - Parameters:
  ///   - frames: the held-out frames.
  ///   - predictions: for every frame, the probability of every category.
  ///   - categories: the categories' names, in the classifier's order.
  public init(frames: EvaluationSet, predictions: Predictions, categories: [String]) {
    (self.frames, self.predictions, self.categories) = (frames, predictions, categories)
  }

  /// Writes the table, durably.
  public func write(to path: String) throws {
    let rows = zip(frames.frames.indices, predictions.first).map { index, predicted in
      let (frame, video) = (frames.frames[index], frames.videos[frames.frames[index].video])
      return CommaSeparated.row([
        video.name, video.category, "\(frame.frame)", "\(frames.seconds[index])",
        categories[predicted],
        "\(predictions.probabilities[index * predictions.categories + predicted])",
      ])
    }
    try DurableFile.write(CommaSeparated.row(Self.header) + rows.joined(), to: path)
  }
}
