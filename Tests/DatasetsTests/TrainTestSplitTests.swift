import Datasets
import Foundation
import TestSupport
import Testing

extension StoredVideo {
  /// A video without frames; the first folder is its category, unless another one is given.
  init(_ name: String, _ category: String? = nil, digest: String = "") {
    let folder = name.contains("/") ? String(name.prefix { $0 != "/" }) : ""
    self.init(name: name, category: category ?? folder, frames: [], digest: digest)
  }
}

@Suite struct TrainTestSplitTests {
  @Test func groupsOfUCF101AreReadFromNames() {
    #expect(FootageGroup.of("Archery/v_Archery_g01_c02.avi") == "Archery/v_Archery_g01")
    #expect(FootageGroup.of("v_Archery_g25_c07.avi") == "v_Archery_g25")
    #expect(FootageGroup.of("Kick/27_15_2.avi") == "Kick/27_15_2.avi")
    #expect(FootageGroup.of("a/v_x.avi") == "a/v_x.avi")
  }

  /// 10 categories × 25 groups × 4 clips, as the thesis's sports are.
  static let sports = (0..<10).flatMap { category in
    (1...25).flatMap { group in
      (1...4).map { clip in
        let digits = group < 10 ? "0\(group)" : "\(group)"
        return StoredVideo("C\(category)/v_C\(category)_g\(digits)_c0\(clip).avi")
      }
    }
  }

  @Test func shareIsTakenFromEveryCategoryAndNoGroupIsDivided() throws {
    let split = try TrainTestSplit(Self.sports, testShare: 0.28, seed: 1)
    #expect(split.isHeldOut)
    // 28 % of 25 groups are 7, of 4 clips each, in each of ten categories.
    #expect(split.test.count == 7 * 4 * 10)
    #expect(split.training.count == 18 * 4 * 10)
    let groups = { (positions: [Int]) in
      Set(positions.map { FootageGroup.of(Self.sports[$0].name) })
    }
    #expect(groups(split.test).isDisjoint(with: groups(split.training)))
    #expect(Set(split.test.map { Self.sports[$0].category }).count == 10)
  }

  @Test func anotherSeedIsAnotherSplitAndTheSameSeedTheSame() throws {
    let first = try TrainTestSplit(Self.sports, testShare: 0.25, seed: 1)
    #expect(first == (try TrainTestSplit(Self.sports, testShare: 0.25, seed: 1)))
    #expect(first != (try TrainTestSplit(Self.sports, testShare: 0.25, seed: 2)))
  }

  /// The groups that version 0.1.0 drew for seed 1, so that runs of then and now can be compared.
  @Test func theDrawIsThatOfEarlierVersions() throws {
    let videos = ["A", "B", "C"].flatMap { category in
      (1...6).map { StoredVideo("\(category)/c\($0).mp4") }
    }
    let split = try TrainTestSplit(videos, testShare: 0.25, seed: 1)
    #expect(
      split.test.map { videos[$0].name } == [
        "A/c5.mp4", "A/c6.mp4", "B/c2.mp4", "B/c5.mp4", "C/c2.mp4", "C/c5.mp4",
      ])
    #expect(split.remarks.isEmpty)
  }

  @Test func smallCategoriesGiveOneVideoToEachHalf() throws {
    let videos = ["a/1", "a/2", "b/1", "b/2"].map { StoredVideo($0) }
    let split = try TrainTestSplit(videos, testShare: 0.01, seed: 3)
    #expect(split.test.map { videos[$0].category } == ["a", "b"])
    #expect(split.training.count == 2)
  }

  @Test(arguments: [-0.1, 1, 1.5, .nan]) func sharesOutsideZeroToOneAreRefused(share: Double) {
    #expect(throws: SplitError.self) {
      try TrainTestSplit(Self.sports, testShare: share, seed: 1)
    }
  }

  @Test func listsNameTheTestHalf() throws {
    let folder = try TemporaryFolder()
    let path = folder("testlist01.txt")
    try "b/2.avi\r\na/has space 7.avi 3\n\nZumba/other.avi\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let list = try VideoList(reading: path)
    #expect(list.names == ["b/2.avi", "a/has space 7.avi", "Zumba/other.avi"])
    let videos = ["a/1.avi", "a/has space 7.avi", "b/1.avi", "b/2.avi"].map { StoredVideo($0) }
    let split = try TrainTestSplit(videos, testList: list)
    #expect(split.test == [1, 3] && split.training == [0, 2] && split.isHeldOut)
  }

  @Test func listsThatFitNothingOrEverythingAreRefused() throws {
    let folder = try TemporaryFolder()
    try "a.avi\nb.avi\n".write(toFile: folder("list"), atomically: true, encoding: .utf8)
    let list = try VideoList(reading: folder("list"))
    let (other, both) = ([StoredVideo("c.avi")], ["a.avi", "b.avi"].map { StoredVideo($0) })
    #expect(throws: SplitError.self) { try TrainTestSplit(other, testList: list) }
    #expect(throws: SplitError.self) { try TrainTestSplit(both, testList: list) }
    #expect(throws: SplitError.self) { try VideoList(reading: folder("missing")) }
  }
}
