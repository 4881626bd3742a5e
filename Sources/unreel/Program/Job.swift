import Basics
import Evaluation
import Foundation
import Runs

/// What several commands do around the library's work.
enum Job {
  /// The context of a step at a terminal.
  static func context() -> RunContext {
    RunContext(display: ProgressDisplay(), isCancelled: Interruption.wasRequested)
  }

  /// Does work that Ctrl-C may stop, and says then how to go on.
  static func interruptible<Result>(
    _ context: RunContext, again: String, _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch is CancellationError {
      context.display.say("stopped; go on with: \(again)")
      throw CancellationError()
    }
  }

  /// Does the main job and says where the report is.
  static func run(
    _ settings: Settings, in run: RunFolder, mayChange: Bool, printsJSON: Bool, again: String
  ) throws {
    let context = context()
    let job = try MainJob(run, settings: settings, mayChange: mayChange, in: context)
    let outcome = try interruptible(context, again: again) { try job.perform() }
    try tell(Evaluation(contentsOf: run.evaluation.metrics), asJSON: printsJSON)
    guard !printsJSON else { return }
    print(outcome == .wasFinished ? "The run was finished already." : "Done.")
    print("Report: \(run.report)")
  }

  /// Prints what an evaluation found.
  static func tell(_ evaluation: Evaluation, asJSON: Bool) throws {
    print(asJSON ? try evaluation.json() : evaluation.verdict, terminator: asJSON ? "" : "\n")
  }
}
