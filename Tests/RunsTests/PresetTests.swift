import Runs
import Testing

@Suite struct PresetTests {
  @Test func everyPresetIsWholeAndEveryLineOfItHasItsSource() throws {
    for preset in Preset.all {
      try Settings().overridden(by: preset).validate()
      for line in preset.text.split(separator: "\n") where line.contains(": ") {
        #expect(line.contains("# "), "\(preset.name): \(line)")
      }
    }
  }

  /// METHOD.md, "Solver (authors)".
  @Test func theAuthorsSolverIsTheAuthors() throws {
    for name in ["thesis", "paper-ls"] {
      let settings = try Settings().overridden(by: .named(name))
      let training = settings.training
      #expect(settings.seed == 1701)
      #expect(training.batch == 120 && training.margin == 1)
      #expect(training.learningRate == 1e-3 && training.rateStep == 10_000)
      #expect(training.rateFactor == 0.1 && training.momentum == 0.9)
      #expect(training.weightDecay == 0.005 && training.clipNorm == 5)
      #expect(training.biasRateFactor == 2 && training.biasDecayFactor == 0)
    }
    #expect(try Settings().overridden(by: .named("thesis")).training.epochs == 500)
    #expect(try Settings().overridden(by: .named("paper-ls")).training.maxSteps == 30_000)
  }

  /// METHOD.md, "Data".
  @Test func theThesisHasTenSports() throws {
    let settings = try Settings().overridden(by: .named("thesis"))
    #expect(
      settings.categories == [
        "Archery", "Billiards", "Bowling", "GolfSwing", "HammerThrow", "HorseRace", "Rowing",
        "Skiing", "SoccerPenalty", "TennisSwing",
      ])
    #expect(settings.split.listNumber == 1)
    #expect(try Settings().overridden(by: .named("paper-ls")).categories.isEmpty)
  }

  @Test func aMisspeltPresetIsAnsweredWithTheNearest() {
    let error = #expect(throws: SettingsError.self) { try Preset.named("theses") }
    #expect(error?.description == "no preset is called theses; did you mean thesis?")
  }
}
