import Basics
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
    let usual = try #require(picture["usual_score"] as? Double)
    #expect((-1...1.00001).contains(usual))
  }

  /// Where no motion was learned, videos may be grouped with their histograms of motion, but frames by appearance alone;
  /// other files can be compared with these.
  @Test func filesAreFoundWithoutLearnedMotion() throws {
    let outcome = try Program.run(
      "run", folder("videos"), "-o", folder("still"), "--epochs", "1", "--set",
      "training.network=thesis-small", "--set", "motion.enabled=false")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    // These videos are grouped by appearance; the summary is that of others.
    let path = RunFolder(folder("still")).collection.summary
    let summary = try String(contentsOfFile: path, encoding: .utf8)
    #expect(summary.contains("\"frames_by\" : \"appearance\""))
    try summary.replacingOccurrences(
      of: "\"grouped_by\" : \"appearance\"", with: "\"grouped_by\" : \"both\""
    ).write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.copyItem(
      atPath: folder("videos/left/clip_1.avi"), toPath: folder("copy.avi"))
    let found = try Program.run("find", folder("still"), folder("copy.avi"))
    #expect(found.exitCode == 0, "\(found.complaints)")
    let member = try Program.run("find", folder("still"), "left/clip_1.avi")
    for outcome in [found, member] {
      #expect(
        outcome.output.contains("compared by appearance (the groups are by appearance and motion"),
        "\(outcome.output)")
    }
  }

  /// Without a second, the frame of a file is compared that is most like the mean of its video.
  ///
  /// The score of a copy's frame beside its original's video is the cosine of that frame and that mean.
  @Test func aVideoFromElsewhereIsComparedByItsMostTypicalFrame() throws {
    let run = RunFolder(folder("run"))
    let search = try CollectionSearch(
      run, settings: #require(try run.settings()), in: RunContext())
    for name in ["left/clip_0.avi", "left/clip_1.avi", "right/clip_2.avi"] {
      let copy = folder((name as NSString).lastPathComponent)
      try FileManager.default.copyItem(atPath: folder("videos/" + name), toPath: copy)
      let scores = try [0, 0.4, 0.8].map { second in
        let videos = try search.find("\(copy)@\(second)", count: 6).videos
        return (try #require(videos.first { $0.video == name }).score, second)
      }
      let whole = try search.find(copy, count: 6)
      #expect(whole.seconds == scores.max { $0.0 < $1.0 }?.1, "\(name)")
      #expect(whole.videos[0].video == name && abs(whole.videos[0].score - 1) < 0.0001)
      #expect(whole.picture?.width == 227)
    }
  }

  /// A photo taken with the camera turned is turned back: Exif 6, the top row of the scene is its right column.
  @Test func aTurnedPhotoIsTurnedBack() throws {
    let codec = try JPEGCodec()
    let shown = try codec.read(folder("run/frames/left/clip_1/query_frame_00010.jpg"))
    var stored = RGBImage(width: shown.height, height: shown.width)
    for y in 0..<shown.height {
      for x in 0..<shown.width { stored[y, shown.width - 1 - x] = shown[x, y] }
    }
    let bytes = try codec.encode(stored, quality: 100)
    try Data(bytes[..<2] + Self.exif(6) + bytes[2...]).write(
      to: URL(fileURLWithPath: folder("photo.jpg")))
    let photo = try find(folder("photo.jpg"))
    let found = try #require(photo["frames"] as? [[String: Any]])
    #expect(found[0]["video"] as? String == "left/clip_1.avi")
    #expect(found[0]["frame"] as? Int == 10)
    #expect(try #require(found[0]["score"] as? Double) > 0.99)
  }

  /// An Exif segment with an orientation (Exif 2.3, sections 4.5 and 4.6.4), big-endian.
  private static func exif(_ orientation: UInt8) -> [UInt8] {
    let tiff: [UInt8] = [
      77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
    ]
    return [0xFF, 0xE1, 0, UInt8(tiff.count + 8)] + Array("Exif\0\0".utf8) + tiff
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
      ("left/clip_o.avi", "did you mean left/clip_0.avi?"),
      ("ip", "is neither a video of the collection nor a file\n"),
      (folder("run/frames/left/clip_1/query_frame_00010.jpg@1"), "has no seconds"),
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
