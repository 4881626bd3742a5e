import Basics
import Foundation

/// What a list of runs says of one run.
package struct RunOverview: Codable, Equatable, Sendable {
  /// Whether anybody works on a run, and how it ended if not.
  package enum State: String, Codable, Sendable {
    /// A process works on it.
    case running
    /// All that its files promise is there.
    case finished
    /// Nobody works on it, and it is not finished.
    case stopped
    /// A loss or gradient was not finite, and training ended.
    case failed
  }

  /// The path below the served folder.
  package var run: String
  /// Whether anybody works on it.
  package var state: State
  /// What is being done, or was done last: `training`, `evaluating`.
  package var phase: String
  /// The epoch of the last step.
  package var epoch: Int?
  /// The epochs of the whole training.
  package var epochs: Int?
  /// The steps taken.
  package var step: Int?
  /// The steps of the whole training, as far as they are known.
  package var steps: Int?
  /// The loss of the last step.
  package var loss: Double?
  /// Examples per second of the last step.
  package var pairsPerSecond: Double?
  /// Seconds until the training ends, while it runs.
  package var secondsLeft: Double?
  /// When the first step was logged, in seconds since 1970.
  package var begun: Double?
  /// When something changed last, in seconds since 1970.
  package var changed: Double?
  /// The network and the objective: `residual, infonce`.
  package var method: String?
  /// Whether there is a report.
  package var hasReport: Bool

  /// A log that grew less than this many seconds ago belongs to a run that works, perhaps on another machine.
  private static let fresh = 60.0

  /// Looks at the files of a run.
  ///
  /// - Parameters:
  ///   - name: the path below the served folder.
  ///   - path: the folder of the run.
  ///   - locks: the locks that processes hold.
  ///   - now: the time in seconds since 1970.
  package init(_ name: String, at path: String, locks: LockTable, now: Double) {
    let settings = RecordedSettings(path + "/config.yaml")
    let tail = LogTail(path + "/metrics.jsonl")
    let times = FileTimes(path)
    run = name
    epochs = settings.number("training.epochs")
    let isFinetuning =
      Folder.above(name) != "" && name.split(separator: "/").last?.hasPrefix("finetuning") == true
    if isFinetuning { epochs = settings.number("finetuning.epochs") }
    epoch = tail.last?.epoch
    step = tail.last?.step
    loss = tail.last.flatMap { $0.values[LogColumn.loss.rawValue].known }
    pairsPerSecond = tail.last.flatMap { $0.values[LogColumn.speed.rawValue].known }
    begun = tail.first?.time.known
    changed = times.newest
    hasReport = times.report != nil
    steps = isFinetuning ? nil : Self.steps(settings, audit: path + "/sampling.json")
    method =
      isFinetuning
      ? "fine-tuning"
      : [settings.values["training.network"], settings.values["training.objective"]]
        .compactMap { $0 }.joined(separator: ", ")
    // `max_steps` may end a training before its last epoch.
    if let steps, let most = settings.number("training.max_steps"), steps == most, let epochs,
      epochs > 0,
      let perEpoch = Self.stepsPerEpoch(path + "/sampling.json"), perEpoch > 0
    {
      self.epochs = min(epochs, (steps + perEpoch - 1) / perEpoch)
    }

    let isTrained = (tail.last?.step ?? 0) >= (steps ?? .max)
    let isHeld = locks.isHeld(path + "/.lock") || locks.isHeld(path + "/.report.lock")
    let grew =
      times.log.map { now - $0 < Self.fresh && now >= $0 - 5 } ?? false
      && LockTable.isOnNetwork(path)
    let isDone =
      isFinetuning
      ? times.finetuned != nil
      : times.report != nil && times.report ?? 0 >= times.evaluation ?? .infinity && isTrained
    if isHeld || (grew && !isDone && !isTrained) {
      state = .running
    } else if isDone || isTrained {
      state = .finished
    } else if let bad = times.badStep, bad >= (times.steps ?? 0) - 1 {
      state = .failed
    } else {
      state = .stopped
    }
    switch state {
    case .running where !isTrained:
      phase = step == nil && times.steps == nil ? "preparing" : "training"
    case .running:
      phase = times.motion.map { now - $0 < Self.fresh } ?? false ? "learning motion" : "evaluating"
    case .finished: phase = times.report != nil || isFinetuning ? "" : "trained, without a report"
    case .stopped, .failed: phase = step == nil ? "before the first step" : ""
    }
    if state == .running, !isTrained, let steps, let step, let pace = tail.secondsPerStep {
      secondsLeft = Double(steps - step) * pace
    }
  }

  /// Computes the steps of a training, as far as its files tell them.
  private static func steps(_ settings: RecordedSettings, audit: String) -> Int? {
    let most = settings.number("training.max_steps")
    guard let epochs = settings.number("training.epochs"), epochs < 1 << 31,
      let perEpoch = stepsPerEpoch(audit)
    else { return nil }
    return min(epochs * perEpoch, most ?? .max)
  }

  /// The steps of an epoch: the audit counts the batches of some epochs.
  private static func stepsPerEpoch(_ audit: String) -> Int? {
    struct Audit: Decodable {
      struct Batches: Decodable { let count: Int }
      let epochs: Int
      let batches: Batches
    }
    guard let bytes = try? BoundedFile.bytes(audit, atMost: 1 << 20),
      let found = try? JSONDecoder().decode(Audit.self, from: bytes), found.epochs > 0,
      found.batches.count > 0, found.batches.count < 1 << 31
    else { return nil }
    return found.batches.count / found.epochs
  }
}

/// When the files of a run changed last, in seconds since 1970; nil for a file that is not there.
struct FileTimes: Equatable {
  let steps, motion, evaluation, report, finetuned, config, badStep, checkpoint, figures,
    collection: Double?

  /// Looks at the files of a run.
  init(_ path: String) {
    func time(_ name: String) -> Double? {
      var information = stat()
      guard stat(path + "/" + name, &information) == 0 else { return nil }
      return Double(information.st_mtim.tv_sec) + Double(information.st_mtim.tv_nsec) / 1e9
    }
    steps = time("metrics.jsonl")
    motion = time("motion.jsonl")
    evaluation = time("evaluation/metrics.json")
    report = time("report.html")
    finetuned = time("metrics.json")
    config = time("config.yaml")
    badStep = time("bad-steps")
    checkpoint = time("checkpoints")
    figures = time("figures")
    collection = time("collection/summary.json")
  }

  /// When a log grew last.
  var log: Double? { [steps, motion].compactMap { $0 }.max() }
  /// When anything changed last.
  var newest: Double? {
    [
      steps, motion, evaluation, report, finetuned, config, badStep, checkpoint, figures,
      collection,
    ]
    .compactMap { $0 }.max()
  }
}

extension Double {
  /// The number, or nil if it is not finite.
  var known: Double? { isFinite ? self : nil }
}
