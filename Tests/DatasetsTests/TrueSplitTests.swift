import Datasets
import Foundation
import TestSupport
import Testing

/// What is held out where videos are copies, alone in their category, or without one.
@Suite struct TrueSplitTests {
  private func names(_ positions: [Int], of videos: [StoredVideo]) -> [String] {
    positions.map { videos[$0].name }
  }

  /// Six videos of each of two categories, and a copy of each in the same category.
  @Test(arguments: [1, 2, 3, 4]) func copiesAreOnOneSide(seed: UInt64) throws {
    let videos = ["a", "b"].flatMap { category in
      (0..<12).map { StoredVideo("\(category)/\($0)", digest: "\(category)\($0 % 6)") }
    }
    let split = try TrainTestSplit(videos, testShare: 0.34, seed: seed)
    // A third of six are two, with their copies four, in each category.
    #expect(split.isHeldOut && split.test.count == 8 && split.training.count == 16)
    #expect(
      Set(split.test.map { videos[$0].digest })
        .isDisjoint(with: split.training.map { videos[$0].digest }))
    #expect(split.remarks.count == 1 && split.remarks[0].hasPrefix("12 videos are the same files"))
  }

  /// A copy relates the clips of two footage groups, and these relate their other clips.
  @Test(arguments: [1, 2, 3, 4]) func copiesRelateWholeGroups(seed: UInt64) throws {
    var videos = (1...4).flatMap { group in
      (1...2).map { StoredVideo("a/v_a_g0\(group)_c0\($0).avi", digest: "a\(group)\($0)") }
    }
    videos[2] = StoredVideo("a/v_a_g02_c01.avi", digest: "a11")
    videos += (1...4).map { StoredVideo("b/\($0)", digest: "b\($0)") }
    let split = try TrainTestSplit(videos, testShare: 0.25, seed: seed)
    let first = split.test.filter { $0 < 4 }
    #expect(first.isEmpty || first == [0, 1, 2, 3])
    #expect(split.test.count == (first.isEmpty ? 3 : 5))
  }

  @Test(arguments: [1, 2, 3, 4]) func aCategoryOfOneVideoOrGroupIsNoReason(seed: UInt64) throws {
    var videos = ["a", "b"].flatMap { c in (0..<4).map { StoredVideo("\(c)/\($0)") } }
    videos += [
      StoredVideo("rare/x"), StoredVideo("group/v_g_g01_c01.avi"),
      StoredVideo("group/v_g_g01_c02.avi"), StoredVideo("intro.mp4"),
    ]
    let split = try TrainTestSplit(videos, testShare: 0.25, seed: seed)
    #expect(split.isHeldOut && split.test.count == 2)
    #expect(split.test.map { videos[$0].category } == ["a", "b"])
    #expect(split.training.count == videos.count - 2)
    #expect(
      split.remarks == [
        "2 categories are trained on and not evaluated, having one video, one group of videos, or "
          + "only files of other categories: group, rare",
        "1 video without a category is trained on and not evaluated: intro.mp4",
      ])
  }

  /// The video of the rare category is also one of a.
  @Test(arguments: [1, 2, 3, 4, 5, 6]) func filesOfSeveralCategoriesAreTrainedOn(seed: UInt64)
    throws
  {
    var videos = ["a", "b"].flatMap { category in
      (0..<3).map { StoredVideo("\(category)/\($0)", digest: "\(category)\($0)") }
    }
    videos.append(StoredVideo("rare/x", digest: "a1"))
    let split = try TrainTestSplit(videos, testShare: 0.9, seed: seed)
    #expect(split.training.contains(1) && split.training.contains(6))
    #expect(split.test.filter { $0 < 3 } == [0, 2] && split.test.count == 4)
  }

  @Test func withoutCategoriesNothingIsHeldOutAndTheReasonIsSaid() throws {
    let cases: [(names: [String], share: Double, words: String)] = [
      ((0..<8).map { "\($0).mp4" }, 0.25, "the videos have no categories"),
      (["x/1", "x/2", "x/3", "x/4"], 0.25, "all videos are of one category, x"),
      (["x/1", "x/2", "x/3", "stray"], 0.25, "all videos are of one category, x"),
      (["a/1", "b/1", "c/1"], 0.25, "no category has two videos of different footage"),
      (["a/1", "a/2", "b/1"], 0.25, "only the category a has two videos of different footage"),
      (["a/1", "a/2", "b/1", "b/2"], 0, "test_share is 0"),
    ]
    for (names, share, words) in cases {
      let split = try TrainTestSplit(names.map { StoredVideo($0) }, testShare: share, seed: 3)
      #expect(!split.isHeldOut)
      #expect(split.test == Array(names.indices) && split.training == split.test)
      #expect(
        split.remarks == ["\(words), so none is held out: all are trained on and evaluated"])
    }
  }

  @Test func withoutAShareVideosWithoutACategoryAreNamed() throws {
    let videos = ["a/1", "a/2", "b/1", "b/2", "intro.mp4"].map { StoredVideo($0) }
    let split = try TrainTestSplit(videos, testShare: 0, seed: 3)
    #expect(
      split.remarks == [
        "test_share is 0, so none is held out: all are trained on and evaluated",
        "1 video has no category and no part in the scores: intro.mp4",
      ])
  }

  @Test(arguments: [1, 2, 3, 4]) func namedCopiesAreOnOneSide(seed: UInt64) throws {
    let videos = ["a", "b"].flatMap { c in (0..<4).map { StoredVideo("\(c)/\($0)") } }
    let copies = [("a/0", "a/3"), ("a/3", "a/2"), ("b/1", "gone")].map {
      DuplicatePair(video: $0.0, other: $0.1, score: 1, relations: [.reencoded], offset: 0)
    }
    let split = try TrainTestSplit(videos, testShare: 0.25, seed: seed, copies: copies)
    // Three videos of a are one group beside another.
    let held = split.test.filter { $0 < 4 }
    #expect(held == [1] || held == [0, 2, 3])
    #expect(split.isHeldOut)
    #expect(
      split.remarks == ["2 pairs of copies are kept in one part, such as a/0 and a/3"])
  }
}

/// Test lists that do not fit the collection.
@Suite struct TestListTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func split(_ list: String, _ videos: [StoredVideo]) throws -> TrainTestSplit {
    try list.write(toFile: folder("list.txt"), atomically: true, encoding: .utf8)
    return try TrainTestSplit(
      videos, testList: VideoList(reading: folder("list.txt")), folder: "/videos")
  }

  private let videos = ["A/c1.mp4", "A/c2.mp4", "B/c1.mp4", "B/c2.mp4"].map { StoredVideo($0) }

  @Test func whatFitsNoVideoIsNamedAndCounted() throws {
    let split = try split("A/c1.mp4\nB/c1.MP4\nC/nothere.mp4\n", videos)
    #expect(split.test == [0])
    #expect(
      split.remarks == [
        "warning: \(folder("list.txt")) names 2 of 3 videos that are missing or could not be read, "
          + "so they are not held out: B/c1.MP4 (did you mean B/c1.mp4?), C/nothere.mp4"
      ])
    let many = try self.split("A/c1.mp4\n" + (1...9).map { "x\($0)\n" }.joined(), videos)
    let remark = try #require(many.remarks.first)
    #expect(remark.contains(" names 9 of 10 videos "), "\(remark)")
    #expect(remark.hasSuffix(": x1, x2, x3, x4, x5 and 4 more"), "\(remark)")
  }

  @Test func absolutePathsAndBackslashesFit() throws {
    let split = try split("/videos/A/c1.mp4\nB\\c2.mp4\n", videos)
    #expect(split.test == [0, 3] && split.remarks.isEmpty)
  }

  @Test func aListThatFitsNothingIsRefused() throws {
    let error = #expect(throws: SplitError.self) { try split("C/c1.mp4\n", videos) }
    #expect(error?.description.contains("names none of the collection's videos") == true)
  }

  /// The copy of a held-out video is held out, with what shares its footage.
  @Test func copiesOfHeldOutVideosAreHeldOut() throws {
    let videos = [
      StoredVideo("A/1", digest: "x"), StoredVideo("A/v_A_g01_c01.avi", digest: "x"),
      StoredVideo("A/v_A_g01_c02.avi", digest: "y"), StoredVideo("A/4", digest: "z"),
    ]
    let split = try split("A/1\n", videos)
    #expect(split.test == [0, 1, 2] && split.training == [3])
    #expect(
      split.remarks.first?.hasPrefix("2 other videos are held out too, such as A/v_A_g01_c01.avi")
        == true)
    let all = #expect(throws: SplitError.self) { try self.split("A/1\n", Array(videos[..<3])) }
    #expect(all?.description.contains("the others are copies of these") == true)
  }
}

/// Folders `train`, `val` and `test` above the categories.
@Suite struct FolderSplitTests {
  /// Two videos of two categories in each folder.
  private func videos(_ folders: [String], digest: (String, Int) -> String) -> [StoredVideo] {
    folders.flatMap { folder in
      (0..<4).map { number in
        let category = number < 2 ? "a" : "b"
        return StoredVideo(
          "\(folder)/\(category)/\(number)", category, digest: digest(folder, number))
      }
    }
  }

  @Test func testIsHeldOutAndTheOthersAreTrainedOn() throws {
    let videos = videos(["test", "train", "val"]) { "\($0)\($1)" }
    let found = TrainTestSplit.byFolders(videos)
    let split = try #require(found.split)
    #expect(split.test == [0, 1, 2, 3] && split.training == Array(4..<12) && split.isHeldOut)
    #expect(
      split.remarks == [
        "the folders are the split: train/ and val/ are trained on (8 videos), test/ is held out "
          + "(4 videos); to take these folders as categories: --set split.folders=false"
      ])
  }

  @Test func valIsHeldOutWhereTestHasNoCategories() throws {
    let flat = ["test/x", "test/y"].map { StoredVideo($0, "") }
    let split = TrainTestSplit.byFolders(videos(["Train_256", "Val_256"]) { "\($0)\($1)" } + flat)
    #expect(split.split?.test == [4, 5, 6, 7])
  }

  @Test func copiesInTrainAreHeldOut() throws {
    let videos = videos(["test", "train"]) { folder, number in
      number == 0 ? "same" : "\(folder)\(number)"
    }
    let split = try #require(TrainTestSplit.byFolders(videos).split)
    #expect(split.test == [0, 1, 2, 3, 4] && split.training == [5, 6, 7])
    #expect(split.remarks.count == 2 && split.remarks[1].contains("such as train/a/0"))
  }

  /// Clips of one group of UCF101 on both sides.
  @Test func footageInBothFoldersIsHeldOut() throws {
    let names = ["test/A/v_A_g01_c01.avi", "test/A/v_A_g02_c01.avi", "train/A/v_A_g01_c02.avi"]
    let others = (3...6).map { "train/A/v_A_g0\($0)_c01.avi" }
    let split = TrainTestSplit.byFolders((names + others).map { StoredVideo($0, "A") }).split
    #expect(split?.test == [0, 1, 2] && split?.training == [3, 4, 5, 6])
  }

  @Test func foldersOfTheSameVideosAreNoSplit() throws {
    let videos = videos(["test", "train", "val"]) { "\($1)" }
    let found = TrainTestSplit.byFolders(videos)
    #expect(found.split == nil)
    #expect(found.remarks.count == 1 && found.remarks[0].contains("8 of the 8 videos of train/"))
    let drawn = try TrainTestSplit(videos, testShare: 0.5, seed: 1)
    #expect(drawn.isHeldOut && drawn.test.count == 6)
  }

  @Test func categoriesOfTheseNamesAreNoFolders() throws {
    let names = ["test/a", "test/b", "train/a", "train/b"].map { StoredVideo($0) }
    let found = TrainTestSplit.byFolders(names)
    #expect(found.split == nil && found.remarks.isEmpty)
  }
}
