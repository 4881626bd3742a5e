import Runs
import TestSupport
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
    for preset in Preset.all {
      let settings = try Settings().overridden(by: preset)
      let training = settings.training
      #expect(settings.seed == 1701)
      #expect(training.learningRate == 1e-3 && training.rateStep == 10_000)
      #expect(training.rateFactor == 0.1 && training.momentum == 0.9)
      #expect(training.weightDecay == 0.005 && training.clipNorm == 5)
      #expect(training.biasRateFactor == 2 && training.biasDecayFactor == 0)
    }
    #expect(try Settings().overridden(by: .named("thesis")).training.epochs == 500)
  }

  /// METHOD.md, "Solver (authors)" and "The objectives".
  @Test(arguments: [
    ("paper-ls", "contrastive", "thesis", 1.0, 120, 30_000),
    ("paper-lq", "quadruplet", "thesis-1024", 0.5, 45, 30_000),
    ("contexts-ls", "contrastive", "thesis", 1.0, 120, 30_000),
    ("contexts-lq", "quadruplet", "thesis-1024", 0.5, 69, 5_000),
  ])
  func objectivesAreTheAuthors(
    name: String, objective: String, network: String, margin: Double, batch: Int, steps: Int
  ) throws {
    let settings = try Settings().overridden(by: .named(name))
    let training = settings.training
    #expect(training.objective == objective && training.network == network)
    #expect(training.margin == margin && training.batch == batch)
    #expect(training.maxSteps == steps && training.epochs == nil)
    let sampling = settings.sampling
    if objective == "quadruplet" {
      #expect((sampling.stride, sampling.laterOffset, sampling.negativeEvery) == (8, 17, 0))
      #expect((sampling.shortBelow, sampling.shortStride) == (100, 3))
      #expect(sampling.shortLaterOffset == 7)
    } else {
      let isPaper = name == "paper-ls"
      #expect(
        (sampling.stride, sampling.negativeEvery, sampling.laterOffset)
          == (isPaper ? 10 : 11, isPaper ? 5 : 10, 0))
    }
  }

  /// Training by steps has no epochs, and its file says so.
  @Test func aPresetsSettingsAreReadBackFromTheirFile() throws {
    for preset in Preset.all {
      let folder = try TemporaryFolder()
      let settings = try Settings().overridden(by: preset)
      try settings.yaml().write(toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
      #expect(try Settings().overridden(byFile: folder("config.yaml")) == settings)
    }
  }

  @Test func aPresetsLinesAreShownWithTheirSourcesUnlessTheyWereChanged() throws {
    let preset = try Preset.named("paper-lq")
    let settings = try Settings().overridden(by: preset)
      .overridden(byAssignment: "training.batch=7")
    let lines = try settings.yaml(withSourcesOf: preset).split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("  margin: 0.5 ") && $0.hasSuffix("# lq_loss_layer.py") })
    #expect(lines.contains("  batch: 7") && lines.contains("  checkpoint_every: 5"))
    // The group finetuning has an item of that name too, and the preset names none of it.
    #expect(lines.contains("  learning_rate: 0.001"))
    let folder = try TemporaryFolder()
    try lines.joined(separator: "\n").write(
      toFile: folder("config.yaml"), atomically: true, encoding: .utf8)
    #expect(try Settings().overridden(byFile: folder("config.yaml")) == settings)
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
