import Basics
import Runs
import TestSupport
import Testing

/// Runs that can't be compared, or not by their scores.
@Suite struct OddComparisonTests {
  private func config(
    seed: UInt64, _ change: (inout Settings) -> Void = { _ in }
  ) throws -> String {
    var settings = Settings()
    settings.seed = seed
    change(&settings)
    return try settings.yaml()
  }

  @Test func otherFramesAreRefused() throws {
    let folder = try TemporaryFolder()
    var run = HandmadeRun()
    try run.write(to: folder("a"), config: config(seed: 1))
    run.frames = 121
    try run.write(to: folder("b"), config: config(seed: 2))
    run.frames = 120
    run.labelEntropy = 2.25
    try run.write(to: folder("c"), config: config(seed: 3))
    for other in ["b", "c"] {
      let error = #expect(throws: ComparisonError.self) {
        try Comparison(reading: [folder("a"), folder(other)])
      }
      let text = try #require(error?.description)
      #expect(error?.blame == .usage && text.contains("120 frames of 12 videos"))
      #expect(text.hasPrefix("\(folder("a")) and \(folder(other)) can't be compared: "))
    }
  }

  /// The counts are the same, and one of two videos is not.
  @Test func otherHeldOutVideosAreRefusedAndTheSameOnesAreNot() throws {
    let folder = try TemporaryFolder()
    for (name, seed, test) in [("a", 1, "x"), ("b", 2, "x"), ("c", 1, "y")] {
      try HandmadeRun().write(
        to: folder(name), config: config(seed: UInt64(seed)) { $0.split.seed = UInt64(seed) })
      try DurableFile.write(
        "video,part\nw,training\n\(test),test\nz,both\n", to: folder(name + "/split.csv"))
    }
    let comparison = try Comparison(reading: [folder("a"), folder("b")])
    #expect(comparison.groups.map(\.seeds) == [[1, 2]] && comparison.warning == nil)
    #expect(
      throws: ComparisonError.otherVideos(with: folder("c"), without: folder("a"), video: "y")
    ) { try Comparison(reading: [folder("a"), folder("c")]) }
  }

  @Test func anotherNumberOfClustersIsRefusedOnlyWithCategories() throws {
    let folder = try TemporaryFolder()
    var run = HandmadeRun()
    try run.write(to: folder("a"), config: config(seed: 1))
    run.clusters = 7
    try run.write(to: folder("b"), config: config(seed: 2))
    let error = #expect(throws: ComparisonError.self) {
      try Comparison(reading: [folder("a"), folder("b")])
    }
    #expect(error?.description.hasSuffix("unreel evaluate \(folder("b")) --clusters 6") == true)
    (run.frameLevel, run.rank) = (nil, 2)
    for (name, clusters) in [("c", 6), ("d", 7)] {
      run.clusters = clusters
      try run.write(to: folder(name), config: config(seed: UInt64(clusters)))
    }
    let comparison = try Comparison(reading: [folder("c"), folder("d")])
    #expect(comparison.groups.map(\.seeds) == [[6, 7]])
    #expect(comparison.warning?.contains("can't be compared: ") == true)
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
    #expect(lines[0].contains("effective ") && lines[1].contains("rank        reach"))
    let row = lines[2].split(separator: " ").joined(separator: " ")
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
