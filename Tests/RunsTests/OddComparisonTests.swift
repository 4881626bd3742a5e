import Basics
import Runs
import TestSupport
import Testing

/// Runs that can't be compared, or not by their scores.
@Suite struct OddComparisonTests {
  private func config(seed: UInt64) throws -> String {
    var settings = Settings()
    settings.seed = seed
    return try settings.yaml()
  }

  @Test func otherFramesAreWarnedOf() throws {
    let folder = try TemporaryFolder()
    var run = HandmadeRun()
    try run.write(to: folder("a"), config: config(seed: 1))
    run.frames = 121
    try run.write(to: folder("b"), config: config(seed: 2))
    run.frames = 120
    run.labelEntropy = 2.25
    try run.write(to: folder("c"), config: config(seed: 3))
    for other in ["b", "c"] {
      let comparison = try Comparison(reading: [folder("a"), folder(other)])
      let warning = try #require(comparison.warning)
      #expect(warning.contains("can't be compared") && warning.contains("120 frames of 12 videos"))
      #expect(!warning.contains("\n") && warning.contains(folder(other)))
      #expect(try comparison.json().contains("\"same_frames\" : false"))
    }
  }

  /// -0.001 is printed without its sign.
  @Test func withoutCategoriesTheJudgementsAreCompared() throws {
    let folder = try TemporaryFolder()
    var run = HandmadeRun()
    run.frameLevel = nil
    for (number, rank) in [2.0, 4].enumerated() {
      run.rank = rank
      try run.write(to: folder("a\(number)"), config: config(seed: UInt64(number)))
    }
    let paths = [folder("a0"), folder("a1")]
    let comparison = try Comparison(reading: paths)
    let lines = ComparisonTable(comparison).text.split(separator: "\n")
    #expect(lines[0].contains("effective rank   reach"))
    let row = lines[1].split(separator: " ").joined(separator: " ")
    #expect(row == "a ×2 3.0 ± 1.4 0.25 ± 0.00 0.50 ± 0.00 0.00 ± 0.00")
    #expect(comparison.baselines.isEmpty)
    _ = try comparison.figure().svg()

    try HandmadeRun().write(to: folder("labelled"), config: config(seed: 1))
    #expect(throws: ComparisonError.mixed(labelled: folder("labelled"), unlabelled: paths[0])) {
      try Comparison(reading: paths + [folder("labelled")])
    }
    run.rank = nil
    try run.write(to: folder("old"), config: config(seed: 3))
    #expect(throws: ComparisonError.notJudged(path: folder("old"))) {
      try Comparison(reading: paths + [folder("old")])
    }
  }

  @Test func whatIsNoRunOrNotEvaluatedOrNamedTwiceIsRefused() throws {
    let folder = try TemporaryFolder()
    try HandmadeRun().write(to: folder("run"), config: config(seed: 1))
    let none = #expect(throws: RunError.self) { try Comparison(reading: [folder("none")]) }
    #expect(none?.description.contains("is not a run") == true)
    #expect(throws: ComparisonError.twice(path: folder("./run/"))) {
      try Comparison(reading: [folder("run"), folder("./run/")])
    }
    try Folder.remove(folder("run/evaluation"))
    let early = #expect(throws: RunError.self) { try Comparison(reading: [folder("run")]) }
    #expect(early?.description.contains("was not evaluated yet") == true)
  }
}
