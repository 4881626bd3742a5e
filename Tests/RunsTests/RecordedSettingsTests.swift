import Foundation
import Runs
import TestSupport
import Testing

@Suite struct RecordedSettingsTests {
  /// As a run of before 25 November 2026 wrote it, where `max_steps` was left out when there was none.
  @Test func aRunOfAnEarlierVersionGoesOnAsItWasBegun() throws {
    let folder = try TemporaryFolder()
    let text = """
      unreel: 0.1.0
      seed: 7
      training:
        network: thesis-small
        objective: contrastive
        epochs: 3
        learning_rate: 0.01

      """
    try text.write(toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
    let settings = try Settings.recorded(inFile: folder("config.yaml"))
    #expect(!settings.views.enabled && settings.training.rateSchedule == "step")
    #expect(settings.training.maxSteps == nil && settings.training.epochs == 3)
    #expect(settings.seed == 7 && settings.training.network == "thesis-small")
    // Its split was drawn by the run's seed, and its categories were the first folders.
    #expect(settings.split.seed == 7 && !settings.split.folders)
  }

  @Test func theSplitHasASeedOfItsOwn() throws {
    let folder = try TemporaryFolder()
    var settings = Settings()
    settings.seed = 2
    try settings.yaml().write(toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
    let read = try Settings.recorded(inFile: folder("config.yaml"))
    #expect(read.split.seed == 1 && read.split.folders)
    // Versions between had a group of this name without the two.
    try "seed: 3\nsplit:\n  test_share: 0.5\nviews:\n  enabled: true\n".write(
      toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
    let older = try Settings.recorded(inFile: folder("config.yaml"))
    #expect(older.split.seed == 3 && older.split.testShare == 0.5 && !older.split.folders)
  }

  @Test func aFileOfAnEarlierVersionGivesTheSplitThatItGaveThen() throws {
    let folder = try TemporaryFolder()
    let text = "unreel: 0.1.0\nseed: 7\nsplit:\n  test_share: 0.5\n"
    try text.write(toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
    let settings = try Settings().overridden(byFile: folder("config.yaml"))
    #expect(settings.split.seed == 7 && settings.split.testShare == 0.5 && !settings.split.folders)
    // A user's own file, which has no version, says nothing of the split.
    try "seed: 7\n".write(toFile: folder("own.yaml"), atomically: true, encoding: .utf8)
    let own = try Settings().overridden(byFile: folder("own.yaml"))
    #expect(own.seed == 7 && own.split.seed == 1 && own.split.folders)
  }

  @Test func aByteOrderMarkBeforeTheSettingsMeansNothing() throws {
    let folder = try TemporaryFolder()
    try ("\u{FEFF}" + Settings().yaml()).write(
      toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
    #expect(try Settings.recorded(inFile: folder("config.yaml")) == Settings())
    #expect(try Settings().overridden(byFile: folder("config.yaml")) == Settings())
  }

  @Test func aRunOfThisVersionIsReadAsItIs() throws {
    let folder = try TemporaryFolder()
    var settings = Settings()
    settings.views.enabled = false
    settings.training.maxSteps = nil
    try settings.yaml().write(toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
    #expect(try Settings.recorded(inFile: folder("config.yaml")) == settings)
    try Settings().yaml().write(toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
    #expect(try Settings.recorded(inFile: folder("config.yaml")) == Settings())
  }
}
