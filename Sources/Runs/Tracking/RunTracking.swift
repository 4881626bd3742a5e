import Basics
import Evaluation
import Foundation
import Tracking
import Training
import Videos

/// The tracking of a command's work on a run: what happens goes into the run's journal, and from there to the places
/// that the settings name.
///
/// Without such places nothing is written.
public final class RunTracking {
  /// The seconds that a command waits at its end for what is still to be delivered.
  private static let patience = 20.0

  private let run: RunFolder
  private let tracker: Tracker?
  private let display: ProgressDisplay
  private let now: () -> Date

  /// Opens the journal; if this fails, the work goes on without.
  private init(
    _ run: RunFolder, settings: Settings, display: ProgressDisplay, now: @escaping () -> Date
  ) {
    (self.run, self.display, self.now) = (run, display, now)
    guard settings.tracking.isUsed else {
      tracker = nil
      return
    }
    do {
      tracker = try Tracker(run.tracking.path, sinks: try settings.trackingSinks(of: run)) {
        display.note("tracking, \($0)")
      }
    } catch {
      display.say("tracking is off: \(error)")
      tracker = nil
    }
  }

  /// Does work on a run, and tells its begin, its end and its error.
  ///
  /// - Parameters:
  ///   - run: the run, whose folder exists.
  ///   - settings: its settings.
  ///   - context: the context of the work; its display is told what can't be delivered.
  ///   - tellsEnds: whether its begin, error and end are told; not for what can happen beside a training.
  ///   - now: returns the current time.
  ///   - work: the work.
  /// - Returns: the result of the work.
  /// - Throws: the error of the work.
  public static func during<Result>(
    _ run: RunFolder, settings: Settings, in context: RunContext, tellsEnds: Bool = true,
    now: @escaping () -> Date = Date.init, _ work: (RunTracking) throws -> Result
  ) throws -> Result {
    let tracking = RunTracking(run, settings: settings, display: context.display, now: now)
    if tellsEnds { tracking.record(.began) { $0.text = Version.current } }
    do {
      let result = try work(tracking)
      if tellsEnds { tracking.record(.ended) { $0.text = "finished" } }
      tracking.deliverRest()
      return result
    } catch {
      if tellsEnds {
        if !(error is CancellationError) { tracking.record(.error) { $0.text = "\(error)" } }
        tracking.record(.ended) { $0.text = "stopped" }
      }
      tracking.deliverRest()
      throw error
    }
  }

  // MARK: What happens

  /// Tells that a stage of the work begins.
  ///
  /// - Parameter name: its name, such as `evaluating`.
  package func stage(_ name: String) { record(.stage) { $0.stage = name } }

  /// Tells what the evaluation found.
  ///
  /// - Parameter evaluation: the content of `metrics.json`.
  package func result(_ evaluation: Evaluation) {
    record(.result) {
      $0.stage = "evaluation"
      $0.values = Self.values(of: evaluation)
    }
    let folder = run.evaluation
    for path in [folder.metrics, folder.frames, folder.videos, folder.features] {
      file(path, .result)
    }
  }

  /// Tells that all videos were grouped, and writes what TensorBoard's projector shows.
  ///
  /// If the disk has no room for that, the user is told, and the work goes on.
  ///
  /// - Parameters:
  ///   - settings: the run's settings.
  ///   - context: can cancel it.
  /// - Throws: `CancellationError`.
  package func grouped(_ settings: Settings, in context: RunContext) throws {
    guard tracker != nil, settings.tracking.tensorboard else { return }
    do {
      try ProjectorFiles(
        collection: run.collection, store: FrameStore(path: run.frames(of: settings))
      ).write(to: run.tensorboard, isCancelled: context.isCancelled)
    } catch let error as CancellationError {
      throw error
    } catch {
      display.say("TensorBoard's projector has no new files: \(error)")
    }
  }

  /// Tells that the report was written, with its figures.
  package func report() {
    let figures = (try? FileManager.default.contentsOfDirectory(atPath: run.figures)) ?? []
    for name in figures.sorted() { file(run.figures + "/" + name, .figure) }
    file(run.report, .report)
  }

  /// Tells that a file is finished.
  ///
  /// - Parameters:
  ///   - path: its path.
  ///   - role: what it is.
  ///   - step: the steps that a checkpoint has taken.
  ///   - epoch: the epoch at whose end a checkpoint was written.
  package func file(
    _ path: String, _ role: TrackedEvent.Role, step: Int? = nil, after epoch: EpochRecord? = nil
  ) {
    guard Folder.isFile(path) else { return }
    record(.file) {
      $0.role = role
      $0.step = step
      $0.epoch = epoch?.epoch
      $0.epochs = epoch?.epochs
      // Places keep the run's own arrangement.
      $0.path =
        path.hasPrefix(run.path + "/")
        ? String(path.dropFirst(run.path.count + 1)) : path
    }
  }

  /// Makes a sink for a training.
  ///
  /// - Parameter stage: the training's name: `training` or `motion`.
  /// - Returns: the sink; nil if nothing is tracked.
  func sink(of stage: String) -> (any TrainingSink)? {
    tracker == nil ? nil : TrackedTraining(self, stage: stage)
  }

  /// Records an event.
  ///
  /// - Parameters:
  ///   - kind: what happened.
  ///   - describe: fills in the event.
  func record(_ kind: TrackedEvent.Kind, _ describe: (inout TrackedEvent) -> Void) {
    guard let tracker else { return }
    var event = TrackedEvent(kind, at: now())
    describe(&event)
    tracker.record(event)
  }

  /// Waits for what is still to be delivered, and says what is left.
  private func deliverRest() {
    guard let tracker else { return }
    for left in tracker.finish(within: Self.patience) {
      display.say(
        "\(left.sink): \(left.events) events wait in \(run.tracking.journal) and are delivered by the next command "
          + "on this run" + (left.problem.map { " (\($0))" } ?? ""))
    }
  }

  /// Hands files to the places, and waits until they have them.
  ///
  /// - Parameters:
  ///   - paths: the files.
  ///   - run: the run that they are sent with.
  ///   - settings: its settings.
  ///   - seconds: the longest time to wait.
  ///   - say: tells what is wrong.
  /// - Returns: what has not arrived; a command that works on the run delivers it.
  /// - Throws: `SystemCallError` and what is wrong with the settings.
  package static func send(
    _ paths: [String], of run: RunFolder, settings: Settings, within seconds: Double,
    say: @escaping @Sendable (String) -> Void
  ) throws -> [Tracker.Remainder] {
    let tracker = try Tracker(
      run.tracking.path, sinks: try settings.trackingSinks(of: run), say: say)
    for path in paths {
      var event = TrackedEvent(.file, at: Date())
      (event.role, event.path) = (.other, Folder.absolute(path))
      tracker.record(event)
    }
    return tracker.finish(within: seconds)
  }

  private static func values(of evaluation: Evaluation) -> [String: Double?] {
    var values: [String: Double?] = [
      "frames": Double(evaluation.frames), "videos": Double(evaluation.videos),
      "clusters": Double(evaluation.clusters),
    ]
    if let metrics = evaluation.metrics {
      values["conditional_entropy_bits"] = metrics.rows.conditionalEntropyBits
      values["neighbour_accuracy"] = .some(metrics.rows.neighbourAccuracy)
      values["purity"] = metrics.rows.purity
      values["video_conditional_entropy_bits"] = metrics.groups.conditionalEntropyBits
      values["video_neighbour_accuracy"] = .some(metrics.groups.neighbourAccuracy)
      values["video_purity"] = metrics.groups.purity
    }
    return values
  }
}
