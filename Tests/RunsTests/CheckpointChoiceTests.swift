import Evaluation
import Runs
import Testing

@Suite struct CheckpointChoiceTests {
  @Test func itIsReadAndWrittenAlike() throws {
    for (text, choice) in [
      ("latest", CheckpointChoice.latest), ("auto", .automatic), ("12", .number(12)),
    ] {
      #expect(CheckpointChoice(text) == choice)
      #expect(choice.description == text)
      let settings = try Settings().overridden(byAssignment: "evaluation.checkpoint=\(text)")
      #expect(settings.evaluation.checkpoint == choice)
      #expect(try settings.yaml().contains("\n  checkpoint: \(text)\n"))
    }
    for text in ["-1", "last", ""] { #expect(CheckpointChoice(text) == nil) }
  }
}
