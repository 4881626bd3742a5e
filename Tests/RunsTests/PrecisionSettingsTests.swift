import Runs
import Tensors
import Testing

@Suite struct PrecisionSettingsTests {
  private func settings(_ precision: String) -> Settings {
    var settings = Settings()
    settings.training.precision = precision
    return settings
  }

  @Test func whatIsLeftToTheMachineIsDecidedWhereARunBegins() {
    #expect(Settings().training.precision == "auto")
    let begun = Settings().withPrecision(of: nil)
    #expect(begun.training.precision == Precision.fastest.rawValue)
    #expect(settings("bf16").withPrecision(of: nil).training.precision == "bf16")
  }

  @Test(arguments: ["bf16", "fp32"]) func aRunGoesOnInThePrecisionItBeganWith(begun: String) throws
  {
    let continued = Settings().withPrecision(of: settings(begun))
    #expect(continued.training.precision == begun)
    try continued.checkContinuing(settings(begun), of: "run")
    // Asked for another one, it is told.
    let other = settings(begun == "bf16" ? "fp32" : "bf16").withPrecision(of: settings(begun))
    #expect(throws: SettingsError.self) { try other.checkContinuing(settings(begun), of: "run") }
    try other.checkContinuing(settings(begun), of: "run", mayChange: true)
  }

  @Test func onlyThreeAreKnown() throws {
    for name in ["auto", "bf16", "fp32"] { try settings(name).validate() }
    let error = #expect(throws: SettingsError.self) { try settings("fp16").validate() }
    #expect(error?.description.contains("one of auto, bf16, fp32") == true)
  }
}
