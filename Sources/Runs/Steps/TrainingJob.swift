import Basics
import Datasets
import Videos

/// Training by itself: checks, begins the run or goes on with it, and trains.
public struct TrainingJob {
  private let run: RunFolder
  private let settings: Settings
  private let mayChange: Bool
  private let surroundings: Surroundings

  /// Checks that the job can be done before anything is made.
  ///
  /// - Parameters:
  ///   - run: the run's folder.
  ///   - settings: every setting, with the frame store.
  ///   - begun: the settings that the run was begun with, if it was.
  ///   - mayChange: whether the solver's settings may differ from those.
  ///   - surroundings: where progress goes and who may stop it.
  public init(
    _ run: RunFolder, settings: Settings, begun: Settings?, mayChange: Bool = false,
    in surroundings: Surroundings
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
    _ = try LearningTask(settings, videos: store.videos(of: settings.selectedCategories))
    self.run = run
    self.settings = settings
    self.mayChange = mayChange
    self.surroundings = surroundings
  }

  /// Trains.
  public func callAsFunction() throws {
    let held = try run.begin(settings)
    try withExtendedLifetime(held) {
      try TrainStep(run, settings: settings, mayChange: mayChange, in: surroundings)()
    }
  }
}
