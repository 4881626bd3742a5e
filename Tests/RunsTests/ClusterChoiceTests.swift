import Evaluation
import Runs
import Testing

@Suite struct ClusterChoiceTests {
  @Test func settingsTakeANumberOrAuto() throws {
    let automatic = try Settings().overridden(byAssignment: "evaluation.clusters=auto")
    #expect(automatic.evaluation.clusters == .automatic)
    let five = try Settings().overridden(byAssignment: "evaluation.clusters=5")
    #expect(five.evaluation.clusters == 5)
    for settings in [automatic, five] {
      try settings.validate()
      #expect(
        try Settings().overridden(
          byAssignment: "evaluation.clusters=\(settings.evaluation.clusters.map { "\($0)" } ?? "")")
          == settings)
      let folder = settings
      #expect(
        try folder.yaml().contains(
          "clusters: \(settings.evaluation.clusters.map { "\($0)" } ?? "")"))
    }
    #expect(throws: SettingsError.self) {
      try Settings().overridden(byAssignment: "evaluation.clusters=many")
    }
    #expect(throws: SettingsError.self) {
      try Settings().overridden(byAssignment: "evaluation.clusters=1").validate()
    }
  }
}
