import Basics
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("epoch", "epochs"), ("epohcs", "epochs"), ("btach", "batch"), ("margin", "margin"),
  ]) func slipsAreUnderstood(written: String, meant: String) {
    #expect(NearestName.of(written, among: ["batch", "epochs", "margin"]) == meant)
  }

  @Test func whatIsNoSlipIsAnsweredWithWhatThereIs() {
    #expect(NearestName.of("perplexity", among: ["batch", "epochs"]) == nil)
    #expect(
      NearestName.advice(for: "x", among: ["thesis", "paper"]) == "; there are thesis, paper")
    #expect(NearestName.advice(for: "theses", among: ["thesis"]) == "; did you mean thesis?")
    #expect(NearestName.of("any", among: []) == nil)
  }
}
