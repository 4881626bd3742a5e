import Basics
import Datasets
import Foundation
import TestSupport
import Testing

/// A miniature of UCF101 as it is downloaded.
@Suite struct UCF101Tests {
  private let folder: TemporaryFolder
  private let (videos, lists): (String, String)

  init() throws {
    folder = try TemporaryFolder()
    (videos, lists) = (folder("UCF-101"), folder("ucfTrainTestlist"))
    try MiniatureUCF101.writeNames(to: videos)
    try MiniatureUCF101.writeLists(to: lists)
  }

  private func select(_ categories: [String] = [], split: Int? = 1) throws -> VideoSelection {
    try VideoSelection(
      scanning: videos, categories: CategorySelection(categories),
      lists: split.map { try UCF101Lists(reading: lists, number: $0) })
  }

  @Test(arguments: [1, 2, 3], ["\r\n", "\n"])
  func everySplitHasItsVideosOnEachSide(number: Int, lineEnd: String) throws {
    try MiniatureUCF101.writeLists(to: lists, lineEnd: lineEnd)
    let lists = try UCF101Lists(reading: lists, number: number)
    #expect(lists.categories == ["Archery", "Billiards", "Rowing"])
    let names = try select(split: number).collection.files.map(\.name)
    #expect(names == MiniatureUCF101.clips)
    let split = try TrainTestSplit(names.map { StoredVideo($0) }, lists: lists)
    let test = MiniatureUCF101.clips(ofGroup: number)
    #expect(test.count == 4 && split.isHeldOut)
    #expect(split.test.map { names[$0] } == test)
    #expect(split.training.map { names[$0] } == names.filter { !test.contains($0) })
  }

  @Test func whatTheListsLackIsLeftOutAndWhatTheFolderLacksIsSaid() throws {
    try DurableFile.write("\n", to: videos + "/Billiards/v_Billiards_g09_c01.avi")
    try DurableFile.write("\n", to: videos + "/Billiards/notes.txt")
    try FileManager.default.removeItem(atPath: videos + "/Archery/v_Archery_g01_c02.avi")
    let selection = try select()
    let kept = MiniatureUCF101.clips.filter { $0 != "Archery/v_Archery_g01_c02.avi" }
    #expect(selection.collection.files.map(\.name) == kept)
    // Twelve clips and two of Rowing are listed; one clip and those two are not there.
    #expect(
      selection.remarks == [
        "left out, being in neither list of split 1: 2 of 13 files, such as Billiards/notes.txt",
        "warning: \(videos) lacks 3 of the 14 videos that the lists of split 1 name, such as "
          + "Archery/v_Archery_g01_c02.avi",
      ])
    let chosen = try select(["Billiards"])
    #expect(chosen.collection.files.map(\.name) == kept.filter { $0.hasPrefix("Billiards/") })
    #expect(chosen.remarks.count == 1)
  }

  @Test func categoriesAreChosenWithAndWithoutLists() throws {
    for split in [1, nil] {
      let selection = try select(["Billiards"], split: split)
      #expect(selection.collection.files.map(\.category) == Array(repeating: "Billiards", count: 6))
      #expect(selection.remarks.isEmpty)
    }
    #expect(try select(split: nil).collection.files.map(\.name) == MiniatureUCF101.clips)
  }

  @Test func categoriesThatAreNotThereAreNamedWithTheNearest() throws {
    let misspelt = #expect(throws: CategoryError.self) { try select(["Archry"]) }
    #expect(
      misspelt?.description.hasPrefix(
        "\(lists)/classInd.txt lacks the category Archry (did you mean Archery?); ") == true)
    let inFolder = #expect(throws: CategoryError.self) {
      try select(["Bilards", "Archery", "Zumba"], split: nil)
    }
    #expect(
      inFolder?.description.hasPrefix(
        "\(videos) lacks the categories Bilards (did you mean Billiards?), Zumba; ") == true)
    // In the lists, but of no folder.
    let absent = #expect(throws: CategoryError.self) { try select(["Archery", "Rowing"]) }
    #expect(absent?.place == videos && absent?.missing == ["Rowing"])
  }

  @Test(arguments: ["classInd.txt", "trainlist01.txt", "testlist01.txt"])
  func missingListsAreNamed(name: String) throws {
    try FileManager.default.removeItem(atPath: lists + "/" + name)
    let error = #expect(throws: SplitError.self) { try select() }
    #expect(error?.description.hasPrefix("reading the list \(lists)/\(name): ") == true)
  }

  @Test func somethingElseIsNoClassIndex() throws {
    try DurableFile.write("1 Archery\nArchery/v_Archery_g01_c01.avi\n", to: lists + "/classInd.txt")
    let error = #expect(throws: SplitError.self) { try select() }
    #expect(error?.description.contains("not a number and a category") == true)
  }

  @Test func aFolderAboveTheCategoriesIsRefused() throws {
    let error = #expect(throws: SplitError.self) {
      try VideoSelection(
        scanning: folder.path, categories: .all, lists: UCF101Lists(reading: lists, number: 1))
    }
    #expect(error?.description.contains("look like UCF-101/Archery/v_Archery_g01_c01.avi") == true)
    #expect(error?.description.hasSuffix("/UCF-101") == true)
    // And one too low.
    let low = #expect(throws: SplitError.self) {
      try VideoSelection(
        scanning: videos + "/Archery", categories: .all,
        lists: UCF101Lists(reading: lists, number: 1))
    }
    #expect(low?.description.contains("/UCF-101, or take Archery/ off the names") == true)
  }

  @Test func theFolderAboveTheListsIsAnsweredWithTheRightOne() throws {
    let error = #expect(throws: SplitError.self) {
      try UCF101Lists(reading: folder.path, number: 1)
    }
    #expect(error?.description.hasSuffix("it is in \(lists): --lists \(lists)") == true)
  }

  @Test func aByteOrderMarkBeforeTheListsMeansNothing() throws {
    for name in ["classInd.txt", "trainlist01.txt", "testlist01.txt"] {
      let text = try String(contentsOfFile: lists + "/" + name, encoding: .utf8)
      try Data([0xEF, 0xBB, 0xBF] + Array(text.utf8)).write(
        to: URL(fileURLWithPath: lists + "/" + name))
    }
    let selection = try select()
    #expect(selection.collection.files.map(\.name) == MiniatureUCF101.clips)
    // The two clips of Rowing, of which there are none here.
    #expect(selection.remarks.count == 1)
    #expect(selection.remarks[0].contains("lacks 2 of the 14 videos"))
  }

  @Test func aDividedGroupIsRefused() throws {
    let training = try String(contentsOfFile: lists + "/trainlist01.txt", encoding: .utf8)
    try DurableFile.write(
      training + "Billiards/v_Billiards_g01_c01.avi 2\r\n", to: lists + "/trainlist01.txt")
    let error = #expect(throws: SplitError.self) { try select() }
    #expect(error?.description.contains("divide the group Billiards/v_Billiards_g01,") == true)
    // Where none of its clips are used, it harms nothing.
    #expect(try select(["Archery"]).collection.files.count == 6)
  }

  @Test func aTestListThatDividesAGroupIsRefused() throws {
    try DurableFile.write("Archery/v_Archery_g01_c01.avi\n", to: folder("list"))
    let list = try VideoList(reading: folder("list"))
    let error = #expect(throws: SplitError.self) {
      try TrainTestSplit(MiniatureUCF101.clips.map { StoredVideo($0) }, testList: list)
    }
    #expect(
      error?.description.contains(
        "Archery/v_Archery_g01_c02.avi would be trained on and Archery/v_Archery_g01_c01.avi")
        == true)
  }
}

@Suite struct VideoListTests {
  private func names(_ text: String) throws -> [String] {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder("list.txt"), atomically: false, encoding: .utf8)
    return try VideoList(reading: folder("list.txt")).names
  }

  @Test func labelsAreDroppedAndNothingElse() throws {
    let found = try names("A/a.avi 1\r\nA/b 2.avi\nA/c d.avi  12\n\n 3\nA/e7\nA/f 1 2\nA/g\t4\n")
    #expect(found == ["A/a.avi", "A/b 2.avi", "A/c d.avi", "3", "A/e7", "A/f 1", "A/g"])
  }

  @Test func dotsAndAByteOrderMarkMeanNothing() throws {
    #expect(
      try names("\u{FEFF}A/a.avi\n./A/b.avi\n././/A/c.avi\n") == ["A/a.avi", "A/b.avi", "A/c.avi"])
  }

  /// As PowerShell's `>` writes it.
  @Test(arguments: [false, true]) func utf16IsRead(isBig: Bool) throws {
    let folder = try TemporaryFolder()
    let bytes = "\u{FEFF}A/ä.avi\r\nB/b.avi\r\n".utf16.flatMap { unit in
      isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
    }
    try Data(bytes).write(to: URL(fileURLWithPath: folder("list.txt")))
    #expect(try VideoList(reading: folder("list.txt")).names == ["A/ä.avi", "B/b.avi"])
  }

  /// An algorithm of quadratic time would take hours.
  @Test(.timeLimit(.minutes(1))) func aLineOfAMillionSpacesIsRead() throws {
    let spaces = String(repeating: " ", count: 1_000_000)
    #expect(try names("a\(spaces)b\n") == ["a\(spaces)b"])
    #expect(try names("a\(spaces)7\n") == ["a"])
  }
}
