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

@Suite struct ByteCountTests {
  @Test(arguments: [
    (0, "0 kB"), (1, "1 kB"), (1_499, "1 kB"), (1_500, "2 kB"), (13_400, "13 kB"),
    (621_753_344, "622 MB"), (2_500_000_000, "2.5 GB"),
  ]) func numbersOfBytesAreRoundedInPowersOfTen(bytes: Int, text: String) {
    #expect(ByteCount.text(bytes) == text)
  }
}

@Suite struct PlainLineTests {
  @Test(arguments: [
    ("plain, é😀", "plain, é😀"), ("a\nb", "a\\nb"), ("a\r\n\tb", "a\\r\\n\\tb"),
    ("\u{1B}[31mred\u{7}", "\\x1B[31mred\\x07"), ("\u{85}\u{2028}", "\\x85\\u{2028}"),
  ]) func controlCharactersAreEscapes(text: String, expected: String) {
    #expect(PlainLine.text(text) == expected)
  }
}
