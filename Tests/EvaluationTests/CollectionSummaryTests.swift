import Datasets
import Evaluation
import Numerics
import TestSupport
import Testing
import Videos

/// What is said of a whole grouping, and when an evaluation's work is used again.
@Suite struct CollectionSummaryTests {
  private func summary(
    _ sizes: [Int], seeds: Double = 1, halves: Double = 1
  ) -> CollectionSummary {
    let videos = sizes.enumerated().flatMap { cluster, size in
      (0..<size).map { number in
        CollectionVideo(
          video: "\(cluster)/\(number)", category: "", part: "both", cluster: cluster,
          similarity: 1, nearest: "", nearestSimilarity: 0)
      }
    }
    return CollectionSummary(
      of: videos, frames: 0, clusters: sizes.count, modality: .appearance,
      frameModality: .appearance, candidates: nil,
      stability: GroupStability(seedAgreement: seeds, halfAgreement: halves), seed: 1,
      layer: "norm", checkpoint: nil)
  }

  @Test func sizesAreSaid() {
    #expect(summary([3, 1]).clusterSizes == [3, 1])
    #expect(summary([1]).sizesSentence == "1 video in 1 group by appearance.")
    #expect(
      summary([3, 2]).sizesSentence
        == "5 videos in 2 groups by appearance; the largest has 3, and no group is a single video.")
    #expect(summary([3, 1]).sizesSentence.hasSuffix("and one group is a single video."))
    #expect(summary([3, 1, 1]).sizesSentence.hasSuffix("and 2 groups are single videos."))
  }

  @Test func stabilityIsSaid() {
    let cases: [(seeds: Double, halves: Double, words: String)] = [
      (0.8, 0.8, "The groups stay much the same with another seed and with half of every video"),
      (0.9, 0.79, "The groups stay roughly the same with another seed and with half"),
      (0.5, 0.5, "The groups stay roughly the same with another seed and with half of every video"),
      (0.8, 0.49, "The groups stay much the same with another seed, but not with half"),
      (0.5, 0.49, "The groups stay roughly the same with another seed, but not with half"),
      (0.49, 0.5, "The groups change with the seed: "), (0.49, 0.49, "The groups are unsure: "),
    ]
    for (seeds, halves, words) in cases {
      let sentence = summary([2, 2], seeds: seeds, halves: halves).stabilitySentence
      #expect(sentence.hasPrefix(words), "\(sentence)")
    }
    #expect(
      summary([2], seeds: 0.25, halves: 0.75).stabilitySentence.hasSuffix(
        "(agreement 0.25 between seeds, 0.75 between the videos' halves; 1 is the same, 0 is chance)."
      ))
  }

  @Test func halvesThatDisagreeAreNoMatterOfSeeds() throws {
    // Four videos of two frames. The first halves are two pairs, 0 1 and 2 3, the second halves are 0 2 and 1 3.
    let (a, b): ([Float], [Float]) = ([1, 0], [0, 1])
    let frames = Features(rows: 8, dimension: 2, values: [a, a, a, b, b, a, b, b].flatMap { $0 })
    let embeddings = Features(rows: 4, dimension: 2, values: [a, a, b, b].flatMap { $0 })
    let found = try GroupStability(
      embeddings, frames: frames, videos: [0, 0, 1, 1, 2, 2, 3, 3],
      by: KMeans(clusters: 2, starts: 10, seed: 1), threads: 2)
    // Of two crossed pairs of two, the adjusted Rand index is (0 − 2/3) / (2 − 2/3) = −0.5.
    #expect(found.seedAgreement == 1 && abs(found.halfAgreement + 0.5) < 1e-9)
  }

  @Test func onlyTheSameFramesAreUsedAgain() throws {
    let folder = try TemporaryFolder()
    let evaluation = EvaluationFolder(folder.path)
    func set(_ name: String, _ frames: [Int]) -> EvaluationSet {
      EvaluationSet(
        of: [
          StoredVideo(
            name: name, category: "",
            frames: frames.map { StoredFrame(number: $0, seconds: 0, hasSuccessor: false) })
        ])
    }
    try FramesTable(
      rows: [0, 10].map {
        FramesTable.Row(video: "v", frame: $0, seconds: 0, cluster: 0, x: 0, y: 0)
      }
    ).write(to: evaluation.frames)
    func write(rows: Int) throws {
      try Features(rows: rows, dimension: 1, values: [Float](repeating: 0, count: rows))
        .write(to: evaluation.features)
    }
    try write(rows: 2)
    let earlier = try EvaluatedFrames(reading: evaluation)
    #expect(earlier.matches(set("v", [0, 10])))
    #expect(!earlier.matches(set("v", [0, 20])))
    #expect(!earlier.matches(set("w", [0, 10])))
    #expect(!earlier.matches(set("v", [0])))
    try write(rows: 3)
    #expect(try !EvaluatedFrames(reading: evaluation).matches(set("v", [0, 10])))
  }
}
