import Basics
import Evaluation
import Foundation
import TestSupport
import Testing

/// `unreel organize` on a small run.
@Suite struct OrganizeCommandTests {
  private let folder: TemporaryFolder
  private let manager = FileManager.default

  init() throws {
    folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), clips: 3, frames: 12)
    let outcome = try Program.run(
      "run", folder("videos"), "-o", folder("run"), "--epochs", "0", "--batch", "2", "--clusters",
      "2", "--set", "training.network=thesis-small", "--set", "motion.enabled=false")
    try #require(outcome.exitCode == 0, "\(outcome.complaints)")
  }

  private func organize(_ options: String...) throws -> Program.Outcome {
    try Program.run(["organize", folder("run"), "--into", folder("out")] + options)
  }

  /// The files below a folder, relative to it, without the table.
  private func files(_ name: String) -> [String] {
    (manager.subpaths(atPath: folder(name)) ?? []).filter { $0.hasSuffix(".avi") }.sorted()
  }

  private func target(_ path: String) throws -> String {
    try manager.destinationOfSymbolicLink(atPath: folder("out/" + path))
  }

  @Test func nothingIsDoneUntilItIsAskedFor() throws {
    for options in [[], ["--link", "--dry-run"]] {
      let outcome = try Program.run(
        ["organize", folder("run"), "--into", folder("out")] + options)
      #expect(outcome.exitCode == 0)
      #expect(outcome.output.split(separator: "\n").count == 6)
      #expect(outcome.complaints.contains("nothing was done"))
      #expect(!manager.fileExists(atPath: folder("out")))
    }
  }

  @Test func linksFollowTheNamesOfTheGroups() throws {
    #expect(try organize("--link").exitCode == 0)
    let videos = try CollectionVideo.read(folder("run/collection/videos.csv"))
    let first = files("out")
    #expect(first.count == 6)
    let video = try #require(videos.first { $0.cluster == 0 })
    let name = (video.video as NSString).lastPathComponent
    #expect(try target("group 0/\(name)") == folder("videos/" + video.video).resolved)

    try DurableFile.write("cluster,name\n0,Garden\n", to: folder("run/names.csv"))
    let second = try organize("--link")
    let inGroup = videos.count { $0.cluster == 0 }
    #expect(
      second.output.contains(
        "\(inGroup) links made, \(6 - inGroup) were there, \(inGroup) old ones removed"))
    #expect(!manager.fileExists(atPath: folder("out/group 0")))
    #expect(files("out").count { $0.hasPrefix("Garden/") } == inGroup)
    #expect(files("videos").count == 6)
  }

  @Test func copiesAreWholeAndWhatAUserChangedStays() throws {
    #expect(try organize("--copy").exitCode == 0)
    let copy = try #require(files("out").first)
    let original = try #require(
      files("videos").first {
        ($0 as NSString).lastPathComponent == (copy as NSString).lastPathComponent
      })
    #expect(
      manager.contentsEqual(atPath: folder("out/" + copy), andPath: folder("videos/" + original)))
    #expect(try organize("--copy").output.contains("0 copies made, 6 were there"))

    // The user's own file in the place of a copy, and one beside them.
    try DurableFile.write("mine", to: folder("out/" + copy))
    try DurableFile.write("mine", to: folder("out/notes.txt"))
    let outcome = try organize("--link")
    #expect(outcome.exitCode == 0)
    #expect(outcome.complaints.contains("is something else; it was left as it is"))
    #expect(try String(contentsOfFile: folder("out/" + copy), encoding: .utf8) == "mine")
    #expect(manager.fileExists(atPath: folder("out/notes.txt")))
    #expect(outcome.output.contains("5 links made, 0 were there, 5 old ones removed"))
  }

  @Test func foldersOfOthersAndOfTheOriginalsAreRefused() throws {
    try Folder.create(folder("out"))
    try DurableFile.write("mine", to: folder("out/notes.txt"))
    let others = try organize("--link")
    #expect(others.exitCode == 2 && others.complaints.contains("was not made by unreel organize"))
    for place in ["videos", "videos/new", "."] {
      let outcome = try Program.run(
        "organize", folder("run"), "--into", folder(place), "--link")
      #expect(outcome.exitCode == 2 && outcome.complaints.contains("contain one another"))
    }
    #expect(files("videos").count == 6)
    let both = try organize("--link", "--copy")
    #expect(both.exitCode == 2)
  }

  /// A run that was killed while it wrote its table for the first time.
  @Test func aTableThatIsHalfWrittenIsNoObstacle() throws {
    try Folder.create(folder("out"))
    try DurableFile.write("path,sou", to: folder("out/organized.csv.tmp"))
    let outcome = try organize("--link")
    #expect(outcome.exitCode == 0 && outcome.output.contains("links made"), "\(outcome.complaints)")
    #expect(!manager.fileExists(atPath: folder("out/organized.csv.tmp")))
  }

  @Test func aVideoThatIsGoneIsSaid() throws {
    let gone = try #require(files("videos").first)
    try manager.removeItem(atPath: folder("videos/" + gone))
    let outcome = try organize("--link")
    #expect(outcome.exitCode == 0 && outcome.output.contains("5 links made"))
    #expect(outcome.complaints.contains("does not exist any more"))
  }
}

extension String {
  /// The path with its links followed.
  fileprivate var resolved: String { URL(fileURLWithPath: self).resolvingSymlinksInPath().path }
}
