import Foundation
import Runs
import TestSupport
import Testing

@Suite struct CompareTests {
  private func expectRefusal(
    _ outcome: Program.Outcome, saying words: String, location: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.exitCode == 2, sourceLocation: location)
    #expect(outcome.output.isEmpty, sourceLocation: location)
    let lines = outcome.complaints.split(separator: "\n")
    #expect(lines.count == 1, "\(outcome.complaints)", sourceLocation: location)
    #expect(outcome.complaints.contains(words), "\(outcome.complaints)", sourceLocation: location)
  }

  private func writeRun(_ path: String, seed: UInt64, frames: Int = 120) throws {
    var settings = Settings()
    settings.seed = seed
    var run = HandmadeRun()
    run.frames = frames
    try run.write(to: path, config: settings.yaml())
  }

  @Test func whatCannotBeComparedIsSaidInOneLine() throws {
    let folder = try TemporaryFolder()
    try writeRun(folder("run"), seed: 1)
    expectRefusal(
      try Program.run("compare", folder("run"), folder("none")),
      saying: "\(folder("none")) is not a run")
    expectRefusal(
      try Program.run("compare", folder("run"), "-o", folder("figure.gif")),
      saying: "figure.gif does not end in .png, .svg or .pdf")
    try FileManager.default.removeItem(atPath: folder("run/evaluation"))
    expectRefusal(
      try Program.run("compare", folder("run"), "-o", folder("figure.png")),
      saying: "\(folder("run")) was not evaluated yet")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run"])
    #expect(try Program.run("compare").exitCode == 2)
  }

  @Test func seedsBecomeARowAndAFigure() throws {
    let folder = try TemporaryFolder()
    try writeRun(folder("run-1"), seed: 1)
    try writeRun(folder("run-2"), seed: 2)
    let outcome = try Program.run(
      "compare", folder("run-1"), folder("run-2"), "-o", folder("figure.svg"))
    #expect(outcome.exitCode == 0 && outcome.complaints.isEmpty, "\(outcome.complaints)")
    #expect(outcome.output.contains("run ×2   1.00 ± 0.00"))
    #expect(outcome.output.hasSuffix("Figure: \(folder("figure.svg"))\n"))
    #expect(FileManager.default.fileExists(atPath: folder("figure.svg")))

    try writeRun(folder("run-2"), seed: 2, frames: 90)
    for option in [["--json"], ["-o", folder("other.png")]] {
      expectRefusal(
        try Program.run(["compare", folder("run-1"), folder("run-2")] + option),
        saying: "can't be compared")
    }
    #expect(!FileManager.default.fileExists(atPath: folder("other.png")))
  }
}
