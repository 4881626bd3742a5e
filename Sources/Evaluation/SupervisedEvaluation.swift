import Basics
import Foundation
import Numerics

/// The accuracies of a classifier that was trained with labels: `metrics.json` of a fine-tuning.
public struct SupervisedEvaluation: Codable, Equatable, Sendable {
  /// How many frames were classified.
  public var frames: Int
  /// How many videos they come from.
  public var videos: Int
  /// The categories' names, in the classifier's order.
  public var categories: [String]
  /// The classifier's accuracies.
  public var accuracies: Probe.Accuracies
  /// The accuracies of always predicting the most frequent category of the training frames.
  public var mostFrequent: Probe.Accuracies
  /// How the classifier was trained.
  public var settings: [String: EvaluationRecord.Value]

  /// Scores predictions.
  ///
  /// - Parameters:
  ///   - predictions: the predictions for every frame.
  ///   - truth: the number of every frame's category.
  ///   - videoOfRow: the number of every frame's video.
  ///   - videos: the number of videos; each has at least one frame.
  ///   - trainingTruth: the number of every training frame's category.
  ///   - categories: the categories' names, in the classifier's order.
  ///   - settings: how the classifier was trained.
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

  /// Decodes `metrics.json`, whose accuracies are at the top level.
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

  /// Encodes `metrics.json`.
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

  /// Returns the text of `metrics.json`.
  ///
  /// - Throws: `EncodingError` if a number is not finite, because JSON has no such numbers.
  public func json() throws -> String {
    try JSONFile.text(of: self)
  }

  /// Reads a file with the text of ``json()``.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `MalformedJSON`, `OversizedFile`, or `SystemCallError`.
  public init(contentsOf path: String) throws { self = try JSONFile.read(path) }

  /// The entry of ``settings`` that says whether the classified videos were held out.
  package static let heldOut = "held_out"

  /// Whether the classifier was not trained on the classified videos.
  package var isHeldOut: Bool { settings[Self.heldOut] != .flag(false) }

  /// The accuracies beside those of the most frequent category, in one sentence.
  ///
  /// It says so if the classifier was trained on the same frames.
  public var sentence: String {
    func share(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }
    let trained = isHeldOut ? "" : "No video is held out, so it was trained on these very frames. "
    return trained + "Right on \(share(accuracies.top1)) of \(frames) frames (top-5 "
      + "\(share(accuracies.top5))) and \(share(accuracies.groupTop1)) of \(videos) videos; always "
      + "the most frequent category: \(share(mostFrequent.top1)) and "
      + "\(share(mostFrequent.groupTop1))."
  }
}

/// The table of a classifier's predictions for held-out frames, `predictions.csv`.
public struct PredictionsTable {
  private static let header = ["video", "category", "frame", "time_s", "predicted", "probability"]

  private let frames: EvaluationSet
  private let predictions: Predictions
  private let categories: [String]

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - frames: the held-out frames.
  ///   - predictions: the probability of every category, for every frame.
  ///   - categories: the categories' names, in the classifier's order.
  public init(frames: EvaluationSet, predictions: Predictions, categories: [String]) {
    (self.frames, self.predictions, self.categories) = (frames, predictions, categories)
  }

  /// Writes the table, durably.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `SystemCallError`.
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
