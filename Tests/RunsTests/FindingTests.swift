import Basics
import Datasets
import Evaluation
import Foundation
import Numerics
import Runs
import TestSupport
import Testing
import Videos

@Suite struct FindingTests {
  @Test func aSecondFollowsTheLastSign() {
    func query(_ text: String) -> SearchQuery { SearchQuery(text) { $0 == "a@2" } }
    #expect(query("clip.mp4@12.5").name == "clip.mp4")
    #expect(query("clip.mp4@12.5").seconds == 12.5)
    #expect(query("a@2").name == "a@2" && query("a@2").seconds == nil)
    #expect(query("a@2@3").name == "a@2" && query("a@2@3").seconds == 3)
    for odd in ["clip@", "clip@-1", "clip@nan", "clip@x"] {
      #expect(query(odd).name == odd && query(odd).seconds == nil)
    }
  }

  /// a–b and b–c are one set, d–e another; pairs are sorted by score.
  @Test func copiesOfCopiesAreOneSet() {
    let pairs = [("a", "b", 0.7), ("d", "e", 0.8), ("c", "b", 0.9)].map {
      DuplicatePair(video: $0.0, other: $0.1, score: $0.2, relations: [.cut, .resized], offset: 1)
    }
    let sets = DuplicateSets(pairs).sets
    #expect(sets.map(\.videos) == [["a", "b", "c"], ["d", "e"]])
    #expect(sets[0].pairs.map(\.score) == [0.9, 0.7])
    #expect(sets[0].pairs[0].relations == ["cut", "resized"])
    #expect(sets[0].pairs[0].differences == "cut, size")
  }

  /// A run of an earlier version has no table of copies.
  ///
  /// Equal files are found by the ledger's SHA-256.
  @Test func videosAreComparedWhereTheTableIsMissing() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), categories: ["left"], clips: 1, frames: 24)
    try FileManager.default.copyItem(
      atPath: folder("videos/left/clip_0.avi"), toPath: folder("videos/left/same.avi"))
    _ = try FramePreparation().run(.scan(folder("videos")), into: folder("frames"))
    var settings = Settings()
    settings.frames = folder("frames")
    let found = try DuplicateSets(
      of: RunFolder(folder("run")), settings: settings, in: RunContext())
    #expect(found.sets.map(\.videos) == [["left/clip_0.avi", "left/same.avi"]])
    #expect(found.sets.first?.pairs.first?.relations == ["same-file"])
    #expect(found.sets.first?.pairs.first?.score == 1)
  }

  /// Video a has two frames at 0°, b one at 60°, c one at 90°: the cosines of the nearest are 1/2, 1/2, √3/2 and √3/2.
  @Test func theUsualLikenessIsThatOfFramesWithFarNeighbours() throws {
    let rows = [("a", 0.0), ("a", 0.0), ("b", 60.0), ("c", 90.0)]
    let features = Features(
      rows: 4, dimension: 2,
      values: rows.flatMap { [Float(cos($0.1 * .pi / 180)), Float(sin($0.1 * .pi / 180))] })
    let frames = rows.map { FramesTable.Row(video: $0.0, seconds: 0, cluster: 0, x: 0, y: 0) }
    let usual = try #require(UsualLikeness(of: features, frames, threads: 2).score)
    #expect(abs(usual - 0.5) < 1e-6)
    let one = UsualLikeness(of: features.rows([0, 1]), Array(frames[..<2]), threads: 1)
    #expect(one.score == nil)
  }

  @Test func aStateIsARunOrACheckpoint() {
    #expect(MapState("runs/a@5").epochs == 5 && MapState("runs/a@5").run.path == "runs/a")
    #expect(MapState("runs/a@b").epochs == nil && MapState("runs/a@b").run.path == "runs/a@b")
    #expect(MapState("/x/run@12").name == "run, epoch 12")
  }
}
