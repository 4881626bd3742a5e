import Basics
import Datasets
import Evaluation
import Foundation
import Reports
import Runs
import Synchronization

/// The parts that several commands share: they run the library's work and print its result.
enum Job {
  /// Returns the context of work at a terminal.
  static func context() -> RunContext {
    let display = ProgressDisplay()
    display.keepBeating()
    return RunContext(display: display, isCancelled: Interruption.wasRequested)
  }

  /// Reads the settings of a run that must exist.
  ///
  /// - Throws: `RunError.nothingThere` if the folder holds no run.
  static func settings(of run: RunFolder) throws -> Settings {
    guard let settings = try run.settings() else { throw RunError.nothingThere(path: run.path) }
    return settings
  }

  /// Does work that Ctrl-C may stop, and then prints how to continue.
  ///
  /// - Parameters:
  ///   - context: the context of the work.
  ///   - again: the command that continues the work.
  ///   - work: the work.
  static func interruptible<Result>(
    _ context: RunContext, again: String, _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch is CancellationError {
      context.display.say("stopped; go on with:", whole: again)
      throw CancellationError()
    } catch {
      // The error gets a line of its own.
      context.display.endLine()
      throw error
    }
  }

  /// Does the main job and prints where the report is.
  ///
  /// - Parameters:
  ///   - settings: the settings of the run.
  ///   - run: the folder of the run.
  ///   - mayChange: whether the solver's settings may differ from those of an earlier start.
  ///   - asJSON: whether the result is printed as JSON.
  ///   - again: the command that continues the job.
  static func run(
    _ settings: Settings, in run: RunFolder, mayChange: Bool, asJSON: Bool, again: String
  ) throws {
    let context = context()
    let job = try MainJob(run, settings: settings, mayChange: mayChange, in: context)
    let outcome = try interruptible(context, again: again) { try job.perform() }
    try showFindings(of: run, asJSON: asJSON)
    guard !asJSON else { return }
    try StandardOutput.write(outcome == .wasFinished ? "The run was finished already." : "Done.")
    try StandardOutput.say("Report:", whole: run.report)
  }

  /// Prints what a run found: a few sentences and the scores beside those of the baselines.
  ///
  /// - Parameters:
  ///   - run: the folder of a run that was evaluated and grouped.
  ///   - asJSON: whether `metrics.json` is printed instead.
  static func showFindings(of run: RunFolder, asJSON: Bool) throws {
    let evaluation = try Evaluation(contentsOf: run.evaluation.metrics)
    let groups = try CollectionSummary(contentsOf: run.collection.summary)
    let findings = ReportFindings(evaluation, groups)
    var sentences = findings.sentences + [findings.scoring].compactMap { $0 }
    let copies = run.collection.duplicates
    // Runs that were grouped by an earlier version have no table of copies.
    if Folder.isFile(copies), let warning = try DuplicatePair.read(copies).warning(from: copies) {
      sentences.append("Warning: \(warning)")
    }
    try show(
      (sentences
        + [evaluation.shortTable(columns: Terminal.columns(of: STDOUT_FILENO))]
        .compactMap { $0 }).joined(separator: "\n"),
      json: evaluation.json(), asJSON: asJSON)
  }

  /// Prints a result.
  ///
  /// - Parameters:
  ///   - sentence: the result as a sentence, without a line break at its end.
  ///   - whole: a path that people copy; it follows the sentence and is never broken.
  ///   - json: the result as JSON, with a line break at its end.
  ///   - asJSON: whether to print the JSON.
  static func show(
    _ sentence: @autoclosure () -> String, whole: String = "",
    json: @autoclosure () throws -> String, asJSON: Bool
  ) throws {
    if asJSON {
      try StandardOutput.write(json(), terminator: "")
    } else {
      try StandardOutput.say(sentence(), whole: whole)
    }
  }
}

/// The signals Ctrl-C, SIGTERM and SIGHUP.
///
/// The first signal asks the work to stop at the next good moment. The second one ends the program at
/// once.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Begins to listen; called once, at the start of the program.
  static func listen() {
    // A parent's worker thread may have started the program with all signals blocked.
    var heard = sigset_t()
    sigemptyset(&heard)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      sigaddset(&heard, number)
      // In a signal handler only an atomic and _exit are safe.
      signal(number) { number in
        let earlier = Interruption.received.exchange(number, ordering: .relaxed)
        if earlier != 0 { _exit(128 + number) }
      }
    }
    // Swift's runtime takes SIGQUIT for a crash, and prints a trace of all threads. A user who gives
    // Ctrl-\ wants the program to end.
    if !isIgnored(SIGQUIT) {
      signal(SIGQUIT, SIG_DFL)
      sigaddset(&heard, SIGQUIT)
    }
    sigprocmask(SIG_UNBLOCK, &heard, nil)
    // A file that exceeds the size limit, or a reader that left, becomes an error of the write.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Tells whether the parent made the program ignore a signal, as nohup does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var current = sigaction()
    sigaction(number, nil, &current)
    guard let handler = current.__sigaction_handler.sa_handler else { return false }
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Tells whether a signal asked the work to stop.
  @Sendable static func wasRequested() -> Bool { received.load(ordering: .relaxed) != 0 }

  /// The exit code after a signal: 128 plus the signal's number, as in shells.
  static var exitCode: Int32 { 128 + received.load(ordering: .relaxed) }
}
