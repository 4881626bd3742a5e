import Basics
import Datasets
import Evaluation
import Foundation
import Numerics
import Videos

/// The main job: prepares frames, trains, evaluates, groups all videos and writes the report; finished steps
/// are skipped.
public struct MainJob {
  /// The outcome of the job.
  public enum Outcome: Equatable, Sendable {
    /// At least one step was done.
    case done
    /// Everything was finished before.
    case wasFinished
  }

  private let run: RunFolder
  private let settings: Settings
  private let mayChange: Bool
  private let selection: VideoSelection
  /// What the split says of the folder's files, before frames are extracted.
  private let remarks: [String]
  private let context: RunContext

  /// Checks that the job can be done; creates nothing.
  ///
  /// - Parameters:
  ///   - run: the run's folder.
  ///   - settings: all settings, with the folder of videos.
  ///   - mayChange: whether the solver's settings may differ from those that the run was started with.
  ///   - context: receives progress, and can cancel the job.
  /// - Throws: errors about the videos, the folder or the settings.
  public init(
    _ run: RunFolder, settings: Settings, mayChange: Bool = false, in context: RunContext
  ) throws {
    try settings.validate()
    let found = try settings.selectVideos()
    let collection = found.collection
    guard collection.files.count > 1 else {
      throw SamplingError.noOtherVideo(videos: collection.files.map(\.name))
    }
    var remarks: [String] = []
    if let list = settings.split.testList {
      let list = try VideoList(reading: list)
      remarks = try list.remarks(on: collection.files.map(\.name), in: collection.folder)
      _ = try TrainTestSplit(
        collection.splitVideos, testList: list, folder: collection.folder)
    }
    if let path = settings.split.duplicates { _ = try DuplicatePair.read(path) }
    try settings.checkWeights(of: run)
    try run.checkFree()
    let begun = try run.settings()
    let settings = settings.withPrecision(of: begun)
    if let begun { try settings.checkContinuing(begun, of: run.path, mayChange: mayChange) }
    // Once the split is made, the run keeps its videos.
    let ledger =
      try begun != nil && Folder.isFile(run.split)
      ? FrameStore.ledger(at: run.frames(of: settings)) : nil
    selection = ledger.map(found.withoutNew) ?? found
    self.remarks = Folder.isFile(run.split) ? [] : remarks
    self.run = run
    self.mayChange = mayChange
    self.settings = settings
    self.context = context
  }

  /// Does all steps that are not finished.
  ///
  /// - Returns: whether there was anything to do.
  /// - Throws: errors of the steps; `CancellationError` if it was cancelled. If the videos of a new run turn
  ///   out to be unusable, the run is removed again.
  public func perform() throws -> Outcome {
    let isNew = try run.settings() == nil
    let wasThere = Folder.isFolder(run.path)
    let held = try run.begin(settings)
    do {
      return try withExtendedLifetime(held) {
        try RunTracking.during(run, settings: settings, in: context) { try steps($0) }
      }
    } catch let error as any ExplainedError where isNew && error.blame == .usage {
      // A trained network is kept, even if the evaluation can't be done as requested.
      guard try run.checkpoints.latest() == nil else { throw error }
      try Folder.remove(run.path)
      if wasThere { try Folder.create(run.path) }
      throw error
    }
  }

  private func steps(_ tracking: RunTracking) throws -> Outcome {
    var outcome = Outcome.wasFinished
    for remark in remarks { context.display.say(remark) }
    tracking.stage("preparing")
    try PrepareStep(
      selection, into: run.frames(of: settings), settings: settings, in: context
    ).prepare()
    let train = TrainStep(
      run, settings: settings, mayChange: mayChange, said: remarks, tracking: tracking, in: context)
    if try !train.isFinished() {
      outcome = .done
      tracking.stage("training")
      try train.train()
    }
    let evaluate = EvaluateStep(run, settings: settings, in: context)
    if try outcome == .done || !evaluate.isFinished() {
      outcome = .done
      tracking.stage("evaluating")
      tracking.result(try evaluate.evaluate())
    }
    let collection = CollectionStep(run, settings: settings, in: context)
    if try outcome == .done || !collection.isFinished() {
      outcome = .done
      tracking.stage("grouping all videos")
      try collection.group()
      try tracking.grouped(settings, in: context)
    }
    let report = ReportStep(run, settings: settings, in: context)
    if try outcome == .done || !report.isFinished() {
      outcome = .done
      tracking.stage("drawing the report")
      try report.write()
      tracking.report()
    }
    return outcome
  }
}

/// The job of training alone: checks the settings, starts or resumes the run, and trains.
package struct TrainingJob {
  private let run: RunFolder
  private let settings: Settings
  private let mayChange: Bool
  private let context: RunContext

  /// Checks that the job can be done; creates nothing.
  ///
  /// - Parameters:
  ///   - run: the run's folder.
  ///   - settings: all settings, with the frame store.
  ///   - begun: the settings that the run was started with; nil for a new run.
  ///   - mayChange: whether the solver's settings may differ from those.
  ///   - context: receives progress, and can cancel the job.
  /// - Throws: errors about the frame store, the folder or the settings.
  package init(
    _ run: RunFolder, settings: Settings, begun: Settings?, mayChange: Bool = false,
    in context: RunContext
  ) throws {
    let store = try FrameStore(path: run.frames(of: settings))
    let settings = try settings.sampled(as: store).withPrecision(of: begun)
    try settings.validate()
    if let begun {
      try settings.checkContinuing(begun, of: run.path, mayChange: mayChange)
    } else {
      try run.checkFree()
    }
    try settings.checkWeights(of: run)
    if let path = settings.split.duplicates { _ = try DuplicatePair.read(path) }
    _ = try TrainingTask(settings, videos: store.videos(of: settings.selectedCategories))
    self.run = run
    self.settings = settings
    self.mayChange = mayChange
    self.context = context
  }

  /// Trains the network and the motion network.
  ///
  /// - Throws: errors of reading, computing or writing; `CancellationError` if it was cancelled.
  package func perform() throws {
    let held = try run.begin(settings)
    try withExtendedLifetime(held) {
      try RunTracking.during(run, settings: settings, in: context) { tracking in
        tracking.stage("training")
        try TrainStep(
          run, settings: settings, mayChange: mayChange, tracking: tracking, in: context
        ).train()
      }
    }
  }
}
