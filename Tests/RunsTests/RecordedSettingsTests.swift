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
