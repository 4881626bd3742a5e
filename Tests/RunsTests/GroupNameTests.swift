import Runs
import Testing

@Suite struct GroupNameTests {
  @Test(arguments: [
    (["infonce-s1", "infonce-s2", "infonce-s10"], "infonce ×3"),
    (["a-seed-10", "a-seed-11"], "a ×2"),
    (["resnet18-1", "resnet18-2"], "resnet18 ×2"),
    (["resnet18", "resnet18-2"], "resnet18 ×2"),
    (["lr_0.01.s1", "lr_0.01.s2"], "lr_0.01 ×2"),
    (["views1", "views2"], "views ×2"),
    (["run", "run"], "run ×2"),
    (["s1", "s2"], "s1 ×2"),
    (["one", "other"], "o ×2"),
    (["1", "2"], "1 ×2"),
    (["alone-s1"], "alone-s1"),
  ])
  func isWhatTheRunsHaveInCommon(names: [String], expected: String) {
    #expect(GroupName.texts([GroupName(of: names)]) == [expected])
  }

  @Test func thoseThatWouldBeTheSameAreNumbered() {
    let names = [["a-1", "a-2"], ["a"], ["b"], ["a_1", "a_2"], ["b"]].map { GroupName(of: $0) }
    #expect(GroupName.texts(names) == ["a (1) ×2", "a", "b (1)", "a (2) ×2", "b (2)"])
  }
}
