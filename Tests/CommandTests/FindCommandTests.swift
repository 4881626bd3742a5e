import Foundation
import Runs
import TestSupport
import Testing
import Videos

@Suite struct FindCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), clips: 3, frames: 24)
    let outcome = try Program.run(
      "run", folder("videos"), "-o", folder("run"), "--epochs", "1", "--set",
      "training.network=thesis-small")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
  }

  private func find(_ query: String, _ more: String...) throws -> [String: Any] {
    let outcome = try Program.run(["find", folder("run"), query, "--json"] + more)
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(object as? [String: Any])
  }

  /// A copy of a clip outside of the collection finds that clip, at the same second, with a cosine of 1.
  ///
  /// A picture of a stored frame finds the frame's video.
  @Test func whatIsTheSameIsFoundFirst() throws {
    try FileManager.default.copyItem(
      atPath: folder("videos/left/clip_1.avi"), toPath: folder("copy.avi"))
    let copy = try find(folder("copy.avi") + "@0.4", "--count", "2")
    #expect(copy["compared_by"] as? String == "appearance")
    #expect(copy["seconds"] as? Double == 0.4)
    let frames = try #require(copy["frames"] as? [[String: Any]])
    #expect(frames.count == 2)
    #expect(frames[0]["video"] as? String == "left/clip_1.avi")
    #expect(frames[0]["seconds"] as? Double == 0.4)
    #expect(abs(try #require(frames[0]["score"] as? Double) - 1) < 0.0001)

    let stored = folder("run/frames/left/clip_1/query_frame_00010.jpg")
    let picture = try find(stored)
    #expect(picture["seconds"] == nil)
    let found = try #require(picture["frames"] as? [[String: Any]])
    #expect(found[0]["video"] as? String == "left/clip_1.avi")
    #expect(found[0]["frame"] as? Int == 10)
  }

  /// A video of the collection is not found by itself, and scores fall.
  @Test func othersAreFoundInOrder() throws {
    let result = try find("left/clip_0.avi@0.4")
    for key in ["frames", "videos"] {
      let found = try #require(result[key] as? [[String: Any]])
      let names = found.compactMap { $0["video"] as? String }
      #expect(names.count == 5 && Set(names).count == 5 && !names.contains("left/clip_0.avi"))
      let scores = found.compactMap { $0["score"] as? Double }
      #expect(scores == scores.sorted(by: >))
    }
    let table = try Program.run(
      "find", folder("run"), "left/clip_0.avi", "--count", "3", "--sheet", folder("sheet.png"))
    #expect(table.exitCode == 0, "\(table.complaints)")
    #expect(table.output.hasPrefix("left/clip_0.avi at "))
    #expect(table.output.contains("score   second  frames of other videos\n"))
    #expect(FileManager.default.fileExists(atPath: folder("sheet.png")))
    #expect(FileManager.default.fileExists(atPath: folder("run/figures/group-0.png")))
  }

  @Test func whatCannotBeFoundIsSaid() throws {
    try "no video".write(toFile: folder("text.txt"), atomically: true, encoding: .utf8)
    let cases = [
      ("clip_0.avi", "did you mean left/clip_0.avi, or right/clip_0.avi?"),
      ("left/clip_0.avi@99", "99.00 s is beyond it"),
      (folder("text.txt"), "is neither a video nor a picture"), ("", "empty"),
    ]
    for (query, reason) in cases {
      let outcome = try Program.run(["find", folder("run"), query])
      #expect(outcome.exitCode == 2 && outcome.output.isEmpty, "\(query)")
      #expect(outcome.complaints.contains(reason), "\(outcome.complaints)")
    }
  }

  @Test func copiesAreListedInSets() throws {
    let outcome = try Program.run("duplicates", folder("run"), "--json")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    #expect(outcome.output.hasPrefix("{\"sets\":["))
  }
}
