import Basics
import Foundation

/// A step that was not taken because its loss or its gradient was not finite.
public struct BadStep: Sendable {
  /// One example of the batch.
  public struct Example: Encodable, Sendable {
    /// The example's label.
    public let label: Int
    /// The files of the example's frames.
    public let frames: [String]

    /// Describes an example.
    ///
    /// - Parameters:
    ///   - label: the example's label.
    ///   - frames: the files of its frames.
    public init(label: Int, frames: [String]) { (self.label, self.frames) = (label, frames) }
  }

  /// How many steps were taken before this one.
  public let step: Int
  /// The loss.
  public let loss: Double
  /// The norm of the gradient; nil if the loss was not finite, because no gradient was computed then.
  public let gradientNorm: Double?
  /// The examples of the batch.
  public let examples: [Example]

  /// Writes the step as JSON, durably.
  ///
  /// The file lists the frames, and a person can look at them.
  ///
  /// - Parameter folder: the folder for such files; it is created.
  /// - Returns: the file's path, `step-000013.json`.
  /// - Throws: `SystemCallError`.
  public func write(into folder: String) throws -> String {
    struct Content: Encodable {
      let step: Int
      let loss: String
      let gradientNorm: String?
      let examples: [Example]
    }
    let content = Content(
      step: step + 1, loss: "\(loss)", gradientNorm: gradientNorm.map { "\($0)" },
      examples: examples)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    try Folder.create(folder)
    let digits = String(step + 1)
    let path =
      folder + "/step-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".json"
    try DurableFile.write(try encoder.encode(content), to: path)
    return path
  }
}

/// What a trainer does at a bad step.
public enum BadStepPolicy: String, CaseIterable, Sendable {
  /// Writes a checkpoint and stops.
  case stop
  /// Continues with the next batch.
  case skip
}

/// An error that stops training.
public enum TrainingError: ExplainedError {
  /// A loss or a gradient was not finite.
  case notFinite(step: Int, loss: Double, gradientNorm: Double?, batch: String)
  /// The examples of a step don't fit in the memory of the device; of those tried, at most `fits` do.
  case tooLargeForMemory(batch: Int, fits: Int, device: String)

  /// The request is at fault if it asks for too large a batch.
  public var blame: Blame {
    if case .tooLargeForMemory = self { .usage } else { .execution }
  }

  /// Says what went wrong, and how to continue.
  public var description: String {
    switch self {
    case .notFinite(let step, let loss, let gradientNorm, let batch):
      "step \(step + 1) was not taken: its loss is \(loss)"
        + (gradientNorm.map { " and its gradient's norm \($0)" } ?? "")
        + "; its frames are listed in \(batch); go on with a smaller learning rate, --resume "
        + "--change-settings --learning-rate R, or pass such batches over, --resume --set "
        + "training.bad_steps=skip"
    case .tooLargeForMemory(let batch, let fits, let device):
      "a step of \(batch) does not fit in the memory of \(device); "
        + (fits > 1
          ? "--batch \(fits) fits"
          : "not even a step of 2 fits: other programs may use it (nvidia-smi lists them); --device cpu works without it")
    }
  }
}
