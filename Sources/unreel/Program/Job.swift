import Discovery
import Foundation
import Runs
import Tracking

/// What several commands do around the library's work.
enum Job {
  /// The surroundings of a step at a terminal.
  static func surroundings() -> Surroundings {
    Surroundings(display: ProgressDisplay(), isCancelled: Interruption.wasRequested)
  }

  /// Does work that Ctrl-C may stop, and says then how to go on.
  static func interruptible<Result>(
    _ surroundings: Surroundings, again: String, _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch is CancellationError {
      surroundings.display.say("stopped; go on with: \(again)")
      throw CancellationError()
    }
  }

  /// Does the main job and says where the report is.
  static func run(
    _ settings: Settings, in run: RunFolder, mayChange: Bool, printsJSON: Bool, again: String
  ) throws {
    let surroundings = surroundings()
    let job = try MainJob(run, settings: settings, mayChange: mayChange, in: surroundings)
    let outcome = try interruptible(surroundings, again: again) { try job() }
    try tell(Evaluation(contentsOf: run.evaluationMetrics), asJSON: printsJSON)
    guard !printsJSON else { return }
    print(outcome == .wasFinished ? "The run was finished already." : "Done.")
    print("Report: \(run.report)")
  }

  /// Prints what an evaluation found.
  static func tell(_ evaluation: Evaluation, asJSON: Bool) throws {
    print(asJSON ? try evaluation.json() : evaluation.verdict, terminator: asJSON ? "" : "\n")
  }
}
