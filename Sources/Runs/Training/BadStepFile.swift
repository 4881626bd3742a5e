import Basics
import Datasets
import Foundation
import Training
import Videos

/// A batch whose step could not be taken, as a file: which frames it was, and what came out.
struct BadStepFile: Encodable {
  private struct Pictures: Encodable {
    let label: Int
    let frames: [String]
  }

  private let step: Int
  private let loss: String
  private let gradientNorm: String?
  private let examples: [Pictures]

  /// Describes a bad step.
  ///
  /// - Parameters:
  ///   - bad: the step.
  ///   - videos: the videos that its frames refer to.
  ///   - store: where the frames lie.
  init(_ bad: BadStep, of videos: [StoredVideo], in store: FrameStore) {
    step = bad.step + 1
    loss = "\(bad.loss)"
    gradientNorm = bad.gradientNorm.map { "\($0)" }
    examples = bad.examples.map { example in
      Pictures(
        label: example.label,
        frames: example.frames.map { store.path(of: $0, in: videos[$0.video]) })
    }
  }

  /// Writes the file durably.
  ///
  /// - Parameter folder: the folder for such files.
  /// - Returns: its path, `step-000013.json`.
  func write(into folder: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    try Folder.create(folder)
    let digits = String(step)
    let path =
      folder + "/step-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".json"
    try DurableFile.write(try encoder.encode(self), to: path)
    return path
  }
}
