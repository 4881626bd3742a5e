import Evaluation
import Runs
import Testing

@Suite struct MotionSettingsTests {
  @Test func motionIsLearnedUnlessItIsAPresetOfTheAuthors() throws {
    #expect(Settings().motion.enabled)
    for preset in Preset.all {
      #expect(try !Settings().overridden(by: preset).motion.enabled, "\(preset.name)")
    }
  }

  @Test(arguments: ["steps=0", "batch=1", "temperature=0", "learning_rate=-1", "temperature=.nan"])
  func whatCannotBeLearnedWithIsRefused(assignment: String) throws {
    let settings = try Settings().overridden(byAssignment: "motion.\(assignment)")
    #expect(throws: SettingsError.self) { try settings.validate() }
  }
}
