import Basics
import Discovery

/// `predictions.csv`: for every held-out frame, what it was taken for and how surely.
struct PredictionsTable {
  private static let header = ["video", "category", "frame", "time_s", "predicted", "probability"]

  let frames: EvaluatedFrames
  let predictions: Predictions
  let categories: [String]

  /// Writes the table, durably.
  func write(to path: String) throws {
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
