import Runs
import Testing

@Suite struct EpochChoiceTests {
  @Test func itIsReadAndWrittenAlike() throws {
    for (text, choice) in [
      ("latest", EpochChoice.latest), ("auto", .automatic), ("12", .number(12)),
    ] {
      #expect(EpochChoice(text) == choice)
      #expect(choice.description == text)
      let settings = try Settings().overridden(byAssignment: "evaluation.epoch=\(text)")
      #expect(settings.evaluation.epoch == choice)
      #expect(try settings.yaml().contains("\n  epoch: \(text)\n"))
    }
    for text in ["-1", "last", ""] { #expect(EpochChoice(text) == nil) }
  }
}
