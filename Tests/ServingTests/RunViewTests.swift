import Basics
import Foundation
import Serving
import TestSupport
import Testing

/// What `unreel watch` shows.
@Suite struct RunViewTests {
  private static func make(_ path: String, steps: Int) throws {
    try Folder.create(path + "/checkpoints")
    try DurableFile.write(
      "training:\n  epochs: 4\n  objective: infonce\n", to: path + "/config.yaml")
    try DurableFile.write("{\"epochs\":2,\"batches\":{\"count\":100}}", to: path + "/sampling.json")
    let lines = (1...steps).map { LogTests.line($0, loss: "\(4.0 / Double($0))") }
    let warning = "{\"step\":3,\"warning\":\"features\\u001b[31m collapse\",\"time\":\"x\"}"
    try DurableFile.write(
      (lines + [warning]).map { $0 + "\n" }.joined(), to: path + "/metrics.jsonl")
    try DurableFile.write("x", to: path + "/checkpoints/epoch-0001.h5")
    try DurableFile.write("epoch-0001.h5\n", to: path + "/checkpoints/latest")
  }

  @Test(arguments: [(80, true), (80, false), (40, true)])
  func aRunFitsTheTerminal(columns: Int, isUnicode: Bool) throws {
    let folder = try TemporaryFolder()
    try Self.make(folder("run"), steps: 120)
    let view = try RunView(folder("run"), isUnicode: isUnicode)
    let lines = view.lines(columns: columns)
    // A path has a line of its own, and stays whole.
    #expect(
      lines.allSatisfy { $0.contains(folder.path) || TerminalText.columns(of: $0) <= columns },
      "\(lines)")
    let text = lines.joined(separator: "\n")
    #expect(text.contains("stopped (infonce)"))
    #expect(text.contains("training: 120 of 200 steps, epoch 1 of 4"))
    #expect(text.contains("warning at step 3: features\\x1B[31m"))
    #expect(text.contains(folder("run/checkpoints/epoch-0001.h5")))
    #expect(lines.filter { $0.contains(isUnicode ? "┤" : " |") }.count == 8)
    #expect(text.contains("4.0 ") && text.contains("0.033"))
    #expect(isUnicode || text.utf8.count == text.count)
  }

  @Test func aLogGetsFewLines() throws {
    let folder = try TemporaryFolder()
    try Self.make(folder("run"), steps: 120)
    var view = try RunView(folder("run"), now: { 0 })
    var lines = view.news()
    #expect(lines.count == 3)
    lines = view.news()
    #expect(lines.isEmpty)
    view.look()
    lines = view.news()
    #expect(lines.isEmpty)
    try Self.make(folder("run"), steps: 145)
    view.look()
    lines = view.news()
    #expect(lines.count == 1)
    #expect(throws: ServingError.notARun(path: folder("none"))) { try RunView(folder("none")) }
  }
}
