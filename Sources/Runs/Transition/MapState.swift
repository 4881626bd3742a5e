import Basics
import Evaluation
import Foundation
import Reports
import Training
import Videos

/// One side of a transition: a run as it is, or one of its checkpoints, such as `runs/a@5`.
public struct MapState: Sendable {
  /// The run.
  public let run: RunFolder
  /// The number of epochs after which the checkpoint was written; nil for the run's own grouping.
  public let epochs: Int?

  /// Reads `RUN` or `RUN@EPOCHS`.
  ///
  /// - Parameter text: the path of a run, and the number of epochs if it is a checkpoint.
  public init(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    // A folder may have the sign in its name.
    if !Folder.isFolder(text), parts.count > 1, let epochs = parts.last.flatMap({ Int($0) }) {
      self.epochs = epochs
      run = RunFolder(parts.dropLast().joined(separator: "@"))
    } else {
      epochs = nil
      run = RunFolder(text)
    }
  }

  /// What the state is called: `infonce-s1`, or `infonce-s1, epoch 5`.
  public var name: String {
    let path = Folder.absolute(run.path)
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last + (epochs.map { ", epoch \($0)" } ?? "")
  }

  /// Groups the collection by this state's network, or reads the run's own grouping.
  ///
  /// - Parameter context: receives progress, and can cancel the work.
  /// - Returns: the grouping, and the run's settings.
  /// - Throws: ``RunError``, errors of reading and computing, `CancellationError`.
  func grouped(
    in context: RunContext
  ) throws -> (collection: ReportContent.Collection, settings: Settings) {
    guard let settings = try run.settings() else { throw RunError.nothingThere(path: run.path) }
    let step = CollectionStep(run, settings: settings, in: context)
    guard let epochs else {
      guard try step.isFinished() else { throw RunError.notEvaluated(path: run.path) }
      return (try ReportContent.Collection(reading: run.collection, names: run.names), settings)
    }
    let checkpoint = try run.checkpoints.checkpoint(ofEpoch: epochs)
    // The names of the run's groups are not those of another grouping.
    let scratch = try ScratchFolder()
    let folder = CollectionFolder(scratch.path)
    try step.grouping(by: checkpoint).write(to: folder)
    let collection = try ReportContent.Collection(
      reading: folder, names: scratch.path + "/names.csv")
    return (collection, settings)
  }
}
