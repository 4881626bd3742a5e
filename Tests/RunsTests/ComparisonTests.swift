import Basics
import Foundation
import Runs
import TestSupport
import Testing

@Suite struct ComparisonTests {
  private func config(
    seed: UInt64, _ change: (inout Settings) -> Void = { _ in }
  ) throws -> String {
    var settings = Settings()
    settings.seed = seed
    change(&settings)
    return try settings.yaml()
  }

  /// Three seeds and another objective.
  ///
  /// By hand, of 0.2, 0.4 and 0.9: the mean is 0.5; squares 0.09 + 0.01 + 0.16 = 0.26, half of that
  /// 0.13, its root 0.3606. Of 0.95, 0.96 and 0.97: 0.96 ± 0.01. The fourth run changes pixels' mean
  /// of 1 to 1.25, and their deviation is the root of 3 × 0.0625 + 0.5625 over 3, 0.5.
  private func writeRuns(_ folder: TemporaryFolder) throws -> [String] {
    let numbers = [(0.2, 0.95), (0.4, 0.96), (0.9, 0.97)]
    var paths: [String] = []
    for (number, (entropy, neighbours)) in numbers.enumerated() {
      var run = HandmadeRun()
      run.frameLevel = HandmadeRun.Level(entropy: entropy, neighbours: neighbours)
      run.pixels = 1
      paths.append(folder("infonce-s\(number + 1)"))
      try run.write(
        to: paths[number],
        config: config(seed: UInt64(number + 1)) {
          ($0.threads, $0.training.keepLast) = (number + 1, number + 1)
          $0.frames = "../frames\(number)"
        })
    }
    var other = HandmadeRun()
    (other.pixels, other.chance) = (2, 2.25)
    paths.append(folder("vicreg/"))
    try other.write(to: paths[3], config: config(seed: 1) { $0.training.objective = "vicreg" })
    return paths
  }

  @Test func runsThatDifferInTheirSeedAreOneGroup() throws {
    let folder = try TemporaryFolder()
    let comparison = try Comparison(reading: writeRuns(folder))
    #expect(comparison.groups.map(\.name) == ["infonce ×3", "vicreg"])
    #expect(comparison.groups.map(\.seeds) == [[1, 2, 3], [1]])
    #expect(comparison.warning == nil)
    let entropy = try #require(comparison.groups[0].spreads[.conditionalEntropyBits])
    #expect(abs(entropy.mean - 0.5) < 1e-12)
    #expect(abs((entropy.deviation ?? 0) - 0.13.squareRoot()) < 1e-12)
    let neighbours = try #require(comparison.groups[0].spreads[.neighbourAccuracy])
    #expect(abs(neighbours.mean - 0.96) < 1e-12 && abs((neighbours.deviation ?? 0) - 0.01) < 1e-12)
    #expect(comparison.groups[0].spreads[.videoConditionalEntropyBits]?.deviation == 0)
    let alone = try #require(comparison.groups[1].spreads[.videoNeighbourAccuracy])
    #expect(alone.mean == 0.75 && alone.deviation == nil)
    #expect(comparison.baselines.map(\.kind) == [.untrained(.rawPixels), .chance])
    #expect(comparison.baselines.map(\.runs) == [4, 1])
    let pixels = try #require(comparison.baselines[0].spreads[.conditionalEntropyBits])
    #expect(pixels.mean == 1.25 && pixels.deviation == 0.5)
    #expect(comparison.baselines[1].spreads[.videoConditionalEntropyBits]?.mean == 2.25)
  }

  @Test func runsWhoseFramesAreGroupedOtherwiseAreSaid() throws {
    let folder = try TemporaryFolder()
    func text(_ evidence: [String?]) throws -> String {
      let paths = try evidence.enumerated().map { number, groupedBy in
        var run = HandmadeRun()
        run.groupedBy = groupedBy
        let path = folder("run-\(number)")
        try run.write(to: path, config: config(seed: UInt64(number)))
        return path
      }
      let comparison = try Comparison(reading: paths)
      #expect(try comparison.json().contains("\"grouped_by\""))
      return ComparisonTable(comparison).text
    }
    #expect(
      try text(["both", "appearance", "both"]).hasSuffix(
        "run ×3: frames are grouped in 1 run by appearance, 2 runs by both.\n"))
    #expect(try !text(["both", "both"]).contains("are grouped"))
    #expect(try !text([nil, nil]).contains("are grouped"))
  }

  @Test func theTableHasARowAGroupAndARowABaseline() throws {
    let folder = try TemporaryFolder()
    let lines = try ComparisonTable(Comparison(reading: writeRuns(folder))).text
      .split(separator: "\n", omittingEmptySubsequences: false)
    let rows = lines.prefix(6).map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    #expect(
      rows == [
        "frames: frames: videos: videos:", "bits nearest % bits nearest %",
        "infonce ×3 0.50 ± 0.36 96.0 ± 1.0 0.50 ± 0.00 75.0 ± 0.0",
        "vicreg 1.00 50.0 0.50 75.0",
        "raw pixels ×4 1.25 ± 0.50 25.0 ± 0.0 1.25 ± 0.50 25.0 ± 0.0",
        "chance 2.25 12.5 2.25 12.5",
      ])
    let starts = ["frames:", "bits", "0.50 ±", "1.00", "1.25 ±", "2.25"]
    let places = zip(lines, starts).map { line, start in
      line.range(of: start).map { line.distance(from: line.startIndex, to: $0.lowerBound) } ?? -1
    }
    #expect(Set(places).count == 1, "a column begins at one place: \(places)")
    #expect(lines[6].isEmpty && lines.allSatisfy { $0.count <= 80 && $0.last != " " })
  }

  @Test func asJSON() throws {
    let folder = try TemporaryFolder()
    let text = try Comparison(reading: writeRuns(folder)).json()
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let top = try #require(object as? [String: Any])
    #expect(Set(top.keys) == ["groups", "baselines", "same_frames"])
    #expect(top["same_frames"] as? Bool == true)
    let groups = try #require(top["groups"] as? [[String: Any]])
    #expect(groups[0]["seeds"] as? [Int] == [1, 2, 3])
    #expect(groups[1]["runs"] as? [String] == [folder("vicreg/")])
    let measures = try #require(groups[0]["measures"] as? [String: [String: Double]])
    #expect(
      Set(measures.keys) == [
        "conditional_entropy_bits", "neighbour_accuracy", "video_conditional_entropy_bits",
        "video_neighbour_accuracy",
      ])
    #expect(measures["neighbour_accuracy"].map { Set($0.keys) } == ["mean", "standard_deviation"])
    let baselines = try #require(top["baselines"] as? [[String: Any]])
    #expect(baselines.compactMap { $0["name"] as? String } == ["raw_pixels", "permuted_labels"])
  }

  @Test func theFigureIsWrittenAsItsNameEnds() throws {
    let folder = try TemporaryFolder()
    let figure = try Comparison(reading: writeRuns(folder)).figure()
    try PictureFile(folder("a.PNG")).write(figure)
    try PictureFile(folder("a.svg")).write(figure)
    try PictureFile(folder("a.pdf")).write(figure)
    let document = try BoundedFile.bytes(folder("a.pdf"), atMost: 1 << 22)
    #expect(document.starts(with: Array("%PDF-".utf8)))
    let bytes = try BoundedFile.bytes(folder("a.PNG"), atMost: 1 << 22)
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try BoundedFile.text(folder("a.svg"), atMost: 1 << 22).contains("<svg"))
    #expect(throws: ComparisonError.unknownPicture(path: "a.gif")) { try PictureFile("a.gif") }
    #expect(throws: ComparisonError.unknownPicture(path: "png")) { try PictureFile("png") }
  }
}
