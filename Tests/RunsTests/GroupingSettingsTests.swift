import Evaluation
import Numerics
import Runs
import Testing

@Suite struct GroupingSettingsTests {
  @Test func whatIsGroupedByIsOneOfFour() throws {
    #expect(Settings().evaluation.groupBy == .auto)
    let motion = try Settings().overridden(byAssignment: "evaluation.group_by=motion")
    #expect(motion.evaluation.groupBy == .motion)
    #expect(try motion.yaml().contains("group_by: motion"))
    #expect(throws: SettingsError.self) {
      try Settings().overridden(byAssignment: "evaluation.group_by=colour")
    }
    // Whatever frames and videos can be grouped by can be asked for.
    for modality in Modality.allCases {
      #expect(ModalityChoice(rawValue: modality.rawValue) != nil)
    }
  }

  @Test func motionIsNotGroupedByWhereNoneIsLearned() throws {
    let none = try Settings().overridden(byAssignment: "motion.enabled=false")
    try none.validate()
    #expect(throws: SettingsError.self) {
      try none.overridden(byAssignment: "evaluation.group_by=both").validate()
    }
  }

  @Test func startsAreAsManyAsAskedFor() throws {
    #expect(Settings().evaluation.starts == nil)
    let three = try Settings().overridden(byAssignment: "evaluation.kmeans_starts=3")
    #expect(three.evaluation.starts == 3)
    try three.validate()
    #expect(throws: SettingsError.self) {
      try Settings().overridden(byAssignment: "evaluation.kmeans_starts=0").validate()
    }
  }

  @Test func fewClustersHaveMoreStartsThanMany() {
    #expect([2, 6, 10, 25, 101].map(EvaluationSettings.starts(for:)) == [50, 50, 30, 12, 10])
  }
}
