import Basics
import Foundation
import TestSupport
import Testing

/// `--ucf101` on a miniature of it.
@Suite struct UCF101CommandTests {
  private let folder: TemporaryFolder
  private let (videos, lists): (String, String)

  init() throws {
    folder = try TemporaryFolder()
    (videos, lists) = (folder("UCF-101"), folder("ucfTrainTestlist"))
    try MiniatureUCF101.write(to: videos)
    try MiniatureUCF101.writeLists(to: lists)
  }

  private func prepared() throws -> [Substring] {
    try String(contentsOfFile: folder("frames/ledger.csv"), encoding: .utf8)
      .split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
  }

  @Test func chosenCategoriesAreExtractedAndMoreCanFollow() throws {
    try DurableFile.write("\n", to: videos + "/Archery/v_Archery_g09_c01.avi")
    let first = try Program.run(
      "prepare", "--ucf101", videos, "--lists", lists, "--split", "2", "--categories", "Archery",
      "-o", folder("frames"))
    #expect(first.exitCode == 0, "\(first.complaints)")
    #expect(first.complaints.contains("in neither list of split 2: 1 of 7 files"))
    #expect(
      try prepared() == MiniatureUCF101.clips.filter { $0.hasPrefix("Archery") }.map { $0[...] })
    let fewer = try Program.run(
      "prepare", "--ucf101", videos, "--categories", "Billiards", "-o", folder("frames"))
    #expect(fewer.exitCode == 2)
    #expect(fewer.complaints.contains("holds 6 videos that these categories and lists leave out"))
    let more = try Program.run(
      "prepare", "--ucf101", videos, "--lists", lists, "-o", folder("frames"))
    #expect(more.exitCode == 0, "\(more.complaints)")
    #expect(try prepared() == MiniatureUCF101.clips.map { $0[...] })
  }

  @Test(arguments: [
    (["--categories", "Archry"], "lacks the category Archry (did you mean Archery?)"),
    (["--split", "4"], "list_number is 4, but must be from 1 to 3"),
    (["--preset", "thesis"], "lacks the categories Bowling, GolfSwing"),
    (["--test-list", "/list"], "test_list is /list, but must be left out"),
  ]) func whatCannotBeMeantIsRefused(options: [String], words: String) throws {
    let outcome = try Program.run(
      ["run", "--ucf101", videos, "--lists", lists, "-o", folder("run")] + options)
    #expect(outcome.exitCode == 2)
    #expect(outcome.complaints.contains(words), "\(outcome.complaints)")
    #expect(outcome.complaints.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
  }

  @Test func theVideosAreNamedOnce() throws {
    for (arguments, words) in [
      ([videos, "--ucf101", videos], "either VIDEOS or --ucf101"),
      ([], "either VIDEOS or --ucf101"),
      ([videos, "--lists", lists], "--lists and --split go with --ucf101"),
      (["--ucf101", videos], "--lists DIR"),
    ] {
      let outcome = try Program.run(["run"] + arguments + ["-o", folder("run")])
      #expect(outcome.exitCode == 2)
      #expect(outcome.complaints.contains(words), "\(outcome.complaints)")
    }
  }

  @Test func aRunHoldsOutWhatTheListsSay() throws {
    let outcome = try Program.run(
      "run", "--ucf101", videos, "--lists", lists, "--split", "3", "--preset", "paper-ls",
      "--categories", "Billiards,Archery", "-o", folder("run"), "--epochs", "0", "--batch", "2",
      "--set", "training.network=thesis-small")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    let split = try String(contentsOfFile: folder("run/split.csv"), encoding: .utf8)
    let test = MiniatureUCF101.clips(ofGroup: 3)
    let rows = MiniatureUCF101.clips.map { "\($0),\(test.contains($0) ? "test" : "training")\n" }
    #expect(split == "video,part\n" + rows.joined())
    let page = try String(contentsOfFile: folder("run/report.html"), encoding: .utf8)
    #expect(page.contains("Billiards, Archery"))
    let other = try Program.run(
      "run", "--ucf101", videos, "--split", "1", "-o", folder("run"))
    #expect(other.exitCode == 2)
    #expect(other.complaints.contains("list_number: 3, now 1"), "\(other.complaints)")
    let fewer = try Program.run(
      "run", "--ucf101", videos, "--categories", "Archery", "-o", folder("run"))
    #expect(fewer.exitCode == 2)
    #expect(fewer.complaints.contains("categories: "), "\(fewer.complaints)")
  }
}
