import Datasets
import Testing
import Videos

@Suite struct TupleSamplerTests {
  /// A video in a store for tuples: every frame has a successor, and a later frame 17 frames ahead
  /// if the video is long enough.
  static func video(_ name: String, frames: Int) -> StoredVideo {
    StoredVideo(
      name: name, category: "",
      frames: stride(from: 0, to: frames, by: 8).map { number in
        StoredFrame(
          number: number, seconds: Double(number) / 25, hasSuccessor: number + 1 < frames,
          later: number + 17 < frames ? number + 17 : nil)
      })
  }

  static let videos = [120, 30, 10, 186].enumerated().map { video("\($0).avi", frames: $1) }

  @Test func everyAnchorComesOnceAnEpoch() throws {
    let sampler = try TupleSampler(videos: Self.videos, seed: 1)
    // Frames 0, 8, … with 17 more frames behind them: up to 96 + 17 of 120, 8 + 17 of 30, none of
    // 10, 168 + 17 of 186.
    #expect(sampler.count == 13 + 2 + 0 + 22)
    for epoch in 0..<3 {
      let tuples = sampler.order(ofEpoch: epoch).map { sampler.tuple($0, ofEpoch: epoch) }
      #expect(Set(tuples.map(\.anchor)).count == sampler.count)
    }
  }

  @Test func framesAreWhatTheyAreCalled() throws {
    let sampler = try TupleSampler(videos: Self.videos, seed: 1)
    for index in 0..<sampler.count {
      let tuple = sampler.tuple(index, ofEpoch: 0)
      #expect(tuple.anchor.role == .query && tuple.anchor.frame % 8 == 0)
      #expect(tuple.successor.video == tuple.anchor.video && tuple.successor.role == .successor)
      #expect(tuple.successor.frame == tuple.anchor.frame + 1)
      #expect(tuple.later.video == tuple.anchor.video && tuple.later.role == .later)
      #expect(tuple.later.frame == tuple.anchor.frame + 17)
      #expect(tuple.other.video != tuple.anchor.video && tuple.other.role == .query)
      #expect(
        sampler.example(index, ofEpoch: 0).frames
          == [tuple.anchor, tuple.successor, tuple.later, tuple.other])
    }
  }

  /// Over 100 000 draws (docs/method.md, mistake 1: only the first three videos).
  @Test func otherVideosAreDrawnAlike() throws {
    let videos = (0..<60).map { Self.video("\($0).avi", frames: 60 + 3 * $0) }
    let sampler = try TupleSampler(videos: videos, seed: 7)
    let audit = SamplerAudit(of: sampler, batch: 90, pairs: 200_000, seed: 7)
    #expect(audit.pairs.negatives == audit.pairs.positives && audit.pairs.negatives >= 100_000)
    #expect(audit.negatives.sources == 60 && audit.negatives.fromOwnVideo == 0)
    #expect(abs(audit.negatives.lopsidedness) < 0.01)
    #expect(audit.warnings == [])
  }

  @Test func tuplesAreFunctionsOfSeedAndEpoch() throws {
    let sampler = try TupleSampler(videos: Self.videos, seed: 1)
    let again = try TupleSampler(videos: Self.videos, seed: 1)
    let other = try TupleSampler(videos: Self.videos, seed: 2)
    func others(_ sampler: TupleSampler, _ epoch: Int) -> [FrameReference] {
      (0..<sampler.count).map { sampler.tuple($0, ofEpoch: epoch).other }
    }
    #expect(others(sampler, 3) == others(again, 3) && others(sampler, 3) != others(sampler, 4))
    #expect(others(sampler, 3) != others(other, 3))
    #expect(sampler.order(ofEpoch: 3) == again.order(ofEpoch: 3))
    #expect(sampler.order(ofEpoch: 3) != sampler.order(ofEpoch: 4))
  }

  @Test func storesWithoutLaterFramesAreRefused() {
    let error = #expect(throws: SamplingError.self) {
      try TupleSampler(videos: PairSamplerTests.videos, seed: 1)
    }
    #expect(error?.description.contains("--preset paper-lq") == true)
  }
}
