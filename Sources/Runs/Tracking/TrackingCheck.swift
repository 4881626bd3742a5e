import Basics
import Foundation
import Tracking

/// Tries every place of the tracking with one row and one small file.
public struct TrackingCheck {
  /// What a place answered.
  public struct Answer: Encodable, Equatable, Sendable {
    /// The place: `google-sheets`.
    public var place: String
    /// What is wrong, and what to do; nil if all is well.
    public var problem: String?
  }

  /// The name of the run that the places see.
  public static let runName = "unreel-check"

  /// Tries the places; each gets what a run of one epoch would send.
  ///
  /// - Parameter settings: the settings that name the places.
  /// - Returns: the answers, in the order of the places.
  /// - Throws: what is wrong with the settings, or `SystemCallError`.
  public static func answers(of settings: Settings) throws -> [Answer] {
    let folder = NSTemporaryDirectory() + "unreel-check-\(UUID().uuidString)"
    let run = RunFolder(folder + "/" + runName)
    try Folder.create(run.tracking.path)
    defer { try? Folder.remove(folder) }
    try DurableFile.write(
      "This file was sent by unreel check-tracking.\n", to: run.path + "/check.txt")
    var settings = settings
    // A place takes checkpoints of some epochs only; the check sends none.
    settings.tracking.everySteps = nil
    let sinks = try settings.trackingSinks(of: run)
    try writeJournal(of: run)
    return sinks.map { sink in
      Answer(place: sink.name, problem: Tracker.deliverOnce(to: sink, folder: run.tracking.path))
    }
  }

  private static func writeJournal(of run: RunFolder) throws {
    let tracker = try Tracker(run.tracking.path, sinks: []) { _ in }
    var epoch = TrackedEvent(.epoch, at: Date())
    (epoch.stage, epoch.step, epoch.epoch, epoch.epochs) = ("training", 1, 1, 1)
    epoch.values = ["loss": 0.5, "learning_rate": 0.01]
    var file = TrackedEvent(.file, at: Date())
    (file.role, file.path) = (.other, "check.txt")
    var end = TrackedEvent(.ended, at: Date())
    end.text = "finished"
    for event in [TrackedEvent(.began, at: Date()), epoch, file, end] { tracker.record(event) }
    _ = tracker.finish(within: 1)
  }
}
