import Basics
import Datasets
import Evaluation
import Foundation
import TestSupport
import Testing

/// Splits and seeds on the command line.
@Suite struct SplitCommandTests {
  private let folder: TemporaryFolder
  private let small = ["--set", "training.network=thesis-small", "--set", "motion.enabled=false"]

  init() throws { folder = try TemporaryFolder() }

  private func run(_ videos: String, _ name: String, _ options: String...) throws -> Program.Outcome
  {
    try Program.run(
      ["run", videos, "-o", folder(name), "--epochs", "0", "--batch", "2"] + small + options)
  }

  private func split(_ name: String) throws -> [String: String] {
    let rows = try String(contentsOfFile: folder(name + "/split.csv"), encoding: .utf8)
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    return Dictionary(uniqueKeysWithValues: rows.map { (String($0[0]), String($0[1])) })
  }

  @Test func seedsHaveOneSplitAndCanBeComparedAndSplitSeedsNot() throws {
    try SmallCollection.write(to: folder("videos"), clips: 6, frames: 12)
    for (name, options) in [
      ("one", ["--seed", "1"]), ("two", ["--seed", "2"]), ("other", ["--split-seed", "2"]),
    ] {
      let outcome = try Program.run(
        ["run", folder("videos"), "-o", folder(name), "--epochs", "0", "--batch", "2"] + small
          + options)
      #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    }
    #expect(try split("one") == split("two"))
    #expect(try split("one") != split("other"))
    let seeds = try Program.run("compare", folder("one"), folder("two"))
    #expect(seeds.exitCode == 0 && seeds.output.contains(" ×2"), "\(seeds.complaints)")
    let splits = try Program.run(
      "compare", folder("one"), folder("other"), "-o", folder("figure.png"))
    #expect(splits.exitCode == 2 && splits.output.isEmpty)
    #expect(splits.complaints.contains("they held out other videos"), "\(splits.complaints)")
    #expect(!FileManager.default.fileExists(atPath: folder("figure.png")))
  }

  @Test func foldersOfPartsAreTheSplit() throws {
    for (number, part) in ["train", "test"].enumerated() {
      for (place, category) in ["left", "right"].enumerated() {
        try Folder.create(folder("videos/\(part)/\(category)"))
        for clip in 0..<2 {
          try SmallCollection.writeClip(
            to: folder("videos/\(part)/\(category)/\(clip).avi"), frames: 12, goesLeft: place == 0,
            seed: UInt64(100 * number + 10 * place + clip))
        }
      }
    }
    let outcome = try run(folder("videos"), "run")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    #expect(
      outcome.complaints.contains(
        "the folders are the split: train/ is trained on (4 videos), test/ is held out (4 videos)"),
      "\(outcome.complaints)")
    let parts = try split("run")
    #expect(parts.count == 8)
    #expect(parts.allSatisfy { $0.value == ($0.key.hasPrefix("train/") ? "training" : "test") })
    let frames = try String(contentsOfFile: folder("run/evaluation/frames.csv"), encoding: .utf8)
    #expect(frames.contains("\ntest/left/0.avi,left,"))
    // And as categories, on request.
    let other = try run(folder("videos"), "other", "--set", "split.folders=false")
    #expect(other.exitCode == 0, "\(other.complaints)")
    let drawn = try split("other")
    #expect(drawn.filter { $0.value == "test" }.count == 2)
  }

  @Test func copiesAreOnOneSideAndAFolderTooManyIsSaid() throws {
    try SmallCollection.write(to: folder("videos/UCF-101"), clips: 4, frames: 12)
    for category in ["left", "right"] {
      for clip in 0..<4 {
        let name = folder("videos/UCF-101/\(category)/")
        try FileManager.default.copyItem(
          atPath: name + "clip_\(clip).avi", toPath: name + "clip_\(clip) (copy).avi")
      }
    }
    let outcome = try run(folder("videos/UCF-101"), "run")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    #expect(outcome.complaints.contains("8 videos are the same files as others"))
    let parts = try split("run")
    for category in ["left", "right"] {
      for clip in 0..<4 {
        let name = "\(category)/clip_\(clip)"
        #expect(parts[name + ".avi"] != nil && parts[name + ".avi"] == parts[name + " (copy).avi"])
      }
      #expect(parts.filter { $0.key.hasPrefix(category) && $0.value == "test" }.count == 2)
    }
    // The page names the copies, every video's group, and which videos were held out.
    let page = try String(contentsOfFile: folder("run/report.html"), encoding: .utf8)
    #expect(page.contains("The same file more than once"))
    #expect(page.contains(">left/clip_0 (copy).avi</a>, <a href="))
    #expect(page.contains("* held out: not used in training."))
    let groups = try CollectionVideo.read(folder("run/collection/videos.csv"))
    #expect(groups.count == 16 && groups.filter { $0.part == "test" }.count == 4)
    #expect(groups.allSatisfy { $0.nearestSimilarity > 0.999 })
    let deep = try run(folder("videos"), "deep")
    #expect(deep.exitCode == 0, "\(deep.complaints)")
    #expect(
      deep.complaints.contains(
        "to take the 2 folders in it as categories, give \(folder("videos"))/UCF-101"))
    #expect(
      deep.complaints.contains("all videos are of one category, UCF-101, so none is held out"))
    #expect(deep.output.contains("All videos are of one category, UCF-101, so there is nothing"))
    let metrics = try String(
      contentsOfFile: folder("deep/evaluation/metrics.json"), encoding: .utf8)
    #expect(!metrics.contains("purity"))
  }

  @Test func whatATestListCannotMatchIsSaidOrRefused() throws {
    try SmallCollection.write(to: folder("videos"), clips: 2, frames: 12)
    try "\u{FEFF}./left/clip_0.avi\nright/clip_1.AVI\n".write(
      toFile: folder("list.txt"), atomically: true, encoding: .utf8)
    let outcome = try run(folder("videos"), "run", "--test-list", folder("list.txt"))
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    #expect(
      outcome.complaints.contains("names 1 of 2 videos that are missing or could not be read"),
      "\(outcome.complaints)")
    #expect(try split("run").filter { $0.value == "test" }.keys.sorted() == ["left/clip_0.avi"])
    // Once, and before frames are extracted; it is kept, and on the page.
    let parts = outcome.complaints.components(separatedBy: " names 1 of 2 videos ")
    #expect(parts.count == 2 && !parts[0].contains("extracting frames"))
    let kept = try String(contentsOfFile: folder("run/split.json"), encoding: .utf8)
    #expect(kept.contains("right/clip_1.AVI (did you mean right/clip_1.avi?)"))
    let page = try String(contentsOfFile: folder("run/report.html"), encoding: .utf8)
    #expect(page.contains("right/clip_1.AVI (did you mean right/clip_1.avi?)</li>"))
    try "x.avi\n".write(toFile: folder("list.txt"), atomically: true, encoding: .utf8)
    let none = try run(folder("videos"), "none", "--test-list", folder("list.txt"))
    #expect(none.exitCode == 2 && none.complaints.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: folder("none")))
  }

  @Test func aVideoWithoutACategoryIsNoCategory() throws {
    try SmallCollection.write(to: folder("videos"), clips: 2, frames: 12)
    try SmallCollection.writeClip(
      to: folder("videos/intro.avi"), frames: 12, goesLeft: true, seed: 77)
    let outcome = try run(folder("videos"), "run", "--test-share", "0")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    #expect(
      outcome.complaints.contains("1 video has no category and no part in the scores: intro.avi"))
    let scored = try String(contentsOfFile: folder("run/evaluation/videos.csv"), encoding: .utf8)
    #expect(scored.split(separator: "\n").count == 5 && !scored.contains("intro.avi"))
    let groups = try CollectionSummary(contentsOf: folder("run/collection/summary.json"))
    #expect(groups.videos == 5 && groups.clusters == 2)
  }

  @Test func copiesAcrossTheSplitAreSaidAndKeptTogetherInAnotherRun() throws {
    try SmallCollection.write(to: folder("videos"), clips: 3, frames: 40)
    // A copy of each clip with an encoding of its own: two of its four stored frames.
    for (category, goesLeft) in [("left", true), ("right", false)] {
      for clip in 0..<3 {
        try SmallCollection.writeClip(
          to: folder("videos/\(category)/half_\(clip).avi"), frames: 15, goesLeft: goesLeft,
          seed: UInt64((goesLeft ? 0 : 3) + clip))
      }
    }
    let outcome = try run(folder("videos"), "run")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    let path = folder("run/collection/duplicates.csv")
    let pairs = try DuplicatePair.read(path)
    let parts = try split("run")
    for clip in 0..<3 {
      #expect(
        pairs.contains {
          $0.video == "left/clip_\(clip).avi" && $0.other == "left/half_\(clip).avi"
            && $0.relations == [.cut] && $0.offset == 0
        })
    }
    #expect(pairs.allSatisfy { $0.part == parts[$0.video] && $0.otherPart == parts[$0.other] })
    #expect(pairs.contains { $0.isAcrossSplit })
    #expect(
      outcome.output.contains(" of trained footage, and then the scores are too good: ")
        && outcome.output.contains("--duplicates \(path)"), "\(outcome.output)")
    let page = try String(contentsOfFile: folder("run/report.html"), encoding: .utf8)
    #expect(page.contains("What seems to be the same footage in different files"))
    #expect(page.contains(" of trained footage, and then the scores are too good: "))
    // The three halves of left are copies of their clips only.
    let own = folder("own.csv")
    try DuplicatePair.write(
      pairs.filter { $0.video.replacing("clip", with: "half") == $0.other }, to: own)
    let next = try run(folder("videos"), "next", "--duplicates", own)
    #expect(next.exitCode == 0, "\(next.complaints)")
    let sides = try split("next")
    #expect(sides.values.contains("test"))
    for category in ["left", "right"] {
      for clip in 0..<3 {
        #expect(
          sides["\(category)/clip_\(clip).avi"] == sides["\(category)/half_\(clip).avi"])
      }
    }
    let absent = try run(folder("videos"), "absent", "--duplicates", folder("nothere.csv"))
    #expect(absent.exitCode != 0 && absent.complaints.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: folder("absent")))
  }

  @Test func aReportIsWrittenWhileAnotherCommandWorks() throws {
    try SmallCollection.write(to: folder("videos"), clips: 2, frames: 12)
    let first = try run(folder("videos"), "run")
    #expect(first.exitCode == 0, "\(first.complaints)")
    let training = try Program(
      ["run", folder("videos"), "-o", folder("run"), "--epochs", "100000"])
    try training.waitUntil("epoch 1 of")
    let report = try Program.run("report", folder("run"))
    let evaluate = try Program.run("evaluate", folder("run"))
    training.signal(SIGTERM)
    #expect(try training.outcome().exitCode == 143)
    #expect(report.exitCode == 0 && report.output.hasPrefix("Report: "), "\(report.complaints)")
    #expect(evaluate.exitCode == 2 && evaluate.complaints.contains("works on \(folder("run"))"))
    #expect(!evaluate.complaints.contains("kill"))
  }

  @Test func tooManyClustersAreSaid() throws {
    try SmallCollection.write(to: folder("videos"), clips: 2, frames: 12)
    let first = try run(folder("videos"), "run", "--clusters", "100")
    #expect(first.exitCode == 0, "\(first.complaints)")
    // Two held-out videos with the frames 0 and 10.
    #expect(first.complaints.contains("K is 4, not 100: there are only 4 frames"))
    #expect(first.complaints.contains("the K of the evaluated videos is 2, not 4"))
    #expect(
      first.complaints.contains("the K of the groups is 4, not 100: there are only 4 videos"))
  }
}
