import Evaluation
import Foundation
import TestSupport
import Testing

@Suite struct TransitionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The first plane is that of the checkpoint, and the second one is another; both have every frame.
  @Test func thePageHasBothPlanes() throws {
    try SmallCollection.write(to: folder("videos"), clips: 3, frames: 24)
    let outcome = try Program.run(
      "run", folder("videos"), "-o", folder("run"), "--epochs", "2", "--checkpoint-every", "1",
      "--set", "training.network=thesis-small", "--set", "motion.enabled=false")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    let page = folder("learning.html")
    let transition = try Program.run(
      "transition", folder("run") + "@1", folder("run"), "-o", page)
    #expect(transition.exitCode == 0, "\(transition.complaints)")
    #expect(transition.output.hasPrefix("The groups of videos agree by "))
    #expect(transition.output.contains("Of a frame's nearest frames of other videos, "))
    #expect(transition.output.hasSuffix("Page: \(page)\n"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    let start = try #require(html.range(of: "id=\"map-data\">"))
    let end = try #require(html[start.upperBound...].range(of: "</script>"))
    let object = try JSONSerialization.jsonObject(
      with: Data(html[start.upperBound..<end.lowerBound].utf8))
    let frames = try #require((object as? [String: Any])?["frames"] as? [String: Any])
    let maps = try #require(frames["maps"] as? [[String: Any]])
    #expect(maps.map { $0["name"] as? String } == ["run, epoch 1", "run"])
    let count = try #require(frames["count"] as? Int)
    for map in maps {
      let x = try #require((map["x"] as? String).flatMap { Data(base64Encoded: $0) })
      #expect(x.count == 2 * count)
    }
    #expect(maps[0]["x"] as? String != maps[1]["x"] as? String)
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    let cases = [
      [folder("none"), folder("none"), "-o", folder("a.html")],
      [folder("none"), folder("none"), "-o", folder("a.png")],
      [folder("none"), folder("none"), "-o", folder("nowhere/a.html")],
    ]
    let reasons = ["is not a run", "must end in .html", "is not a folder"]
    for (arguments, reason) in zip(cases, reasons) {
      let outcome = try Program.run(["transition"] + arguments)
      #expect(outcome.exitCode == 2 && outcome.complaints.contains(reason), "\(outcome.complaints)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder("a.html")))
  }
}
