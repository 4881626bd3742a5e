import Basics
import Datasets
import Evaluation
import Foundation
import Networks
import Numerics
import TestSupport
import Testing
import Videos

/// Grouping a whole collection, with numbers by hand.
@Suite struct CollectionTests {
  /// Two pairs of equal directions, and one video at 45° to both.
  private let embeddings = Features(
    rows: 5, dimension: 2, values: [1, 0, 2, 0, 0, 1, 0, 3, 1, 1])

  @Test func similaritiesAreCosines() throws {
    let found = try VideoSimilarities(embeddings, clusters: [0, 0, 1, 1, 1], threads: 2)
    #expect(found.nearest.prefix(4) == [1, 0, 3, 2])
    let half = 0.5.squareRoot()
    for (value, expected) in zip(found.toNearest, [1, 1, 1, 1, half]) {
      #expect(abs(value - expected) < 1e-6)
    }
    #expect(abs(found.toCentre[0] - 1) < 1e-6)
    // The centre of the last three is the direction of (0 + 0 + √½, 1 + 1 + √½).
    let centre = (half, 2 + half)
    let length = (centre.0 * centre.0 + centre.1 * centre.1).squareRoot()
    #expect(abs(found.toCentre[2] - centre.1 / length) < 1e-6)
    #expect(abs(found.toCentre[4] - half * (centre.0 + centre.1) / length) < 1e-6)
  }

  @Test func oneVideoHasNoNeighbour() throws {
    let found = try VideoSimilarities(
      Features(rows: 1, dimension: 2, values: [1, 0]), clusters: [0], threads: 2)
    #expect(found.nearest == [nil])
  }

  @Test func aFrameHasTheNumberOfTheGroupThatItLooksLike() {
    // The last frame of video 0 looks like video 1, which is alone in cluster 1.
    let frames = Features(rows: 5, dimension: 2, values: [1, 0, 1, 0.1, 0, 1, 0, 1, 0.1, 1])
    let found = FrameClusters(frames, videos: [0, 0, 0, 1, 1], clusters: [0, 1], threads: 2)
    #expect(found.clusters == [0, 0, 1, 1, 1])
  }

  @Test func clustersNameTheirMostTypicalVideos() {
    func video(_ name: String, _ cluster: Int, _ similarity: Double) -> CollectionVideo {
      CollectionVideo(
        video: name, category: "", part: "both", cluster: cluster, similarity: similarity,
        nearest: "", nearestSimilarity: 0)
    }
    let videos = [video("a", 0, 0.5), video("b", 0, 0.9), video("c", 1, 1), video("d", 0, 0.7)]
    let frames = [0, 0, 1, 0].map {
      FramesTable.Row(video: "a", seconds: 0, cluster: $0, x: 0, y: 0)
    }
    let found = CollectionCluster.clusters(of: videos, frames: frames, count: 2)
    #expect(
      found == [
        CollectionCluster(cluster: 0, videos: 3, frames: 3, typical: "b", second: "d"),
        CollectionCluster(cluster: 1, videos: 1, frames: 1, typical: "c", second: ""),
      ])
  }

  @Test func everyVideoIsGroupedAndReadAgain() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"), categories: ["left", "right"], clips: 3)
    _ = try FramePreparation().run(.scan(folder("videos")), into: folder("frames"))
    let store = try FrameStore(path: folder("frames"))
    let videos = try store.videos()
    let architecture = Architecture.narrow(side: 67)
    let subject = EvaluationSubject(
      store: store, training: [], heldOut: videos, architecture: architecture
    ) { try Network(architecture, seed: 5) }
    let silent = RunContext(display: ProgressDisplay(isTerminal: false, write: { _ in }))
    let grouping = try CollectionGrouper(seed: 1, threads: 2, in: silent).group(
      subject, parts: [videos[0].name: "test"])
    let target = CollectionFolder(folder("collection"))
    try grouping.write(to: target)

    let rows = try CollectionVideo.read(target.videos)
    #expect(rows.map(\.video) == videos.map(\.name))
    #expect(rows.map(\.part) == ["test"] + [String](repeating: "", count: videos.count - 1))
    for (row, video) in zip(rows, grouping.videos) {
      #expect(row.cluster == video.cluster && row.nearest == video.nearest)
      #expect(row.category == video.category && !row.category.isEmpty)
      #expect(abs(row.similarity - video.similarity) < 1e-4)
      #expect(abs(row.nearestSimilarity - video.nearestSimilarity) < 1e-4)
      #expect(row.similarity != row.nearestSimilarity)
    }
    let text = try String(contentsOfFile: target.frames, encoding: .utf8)
    #expect(text.split(separator: "\n").count { $0.hasSuffix(",test") } == videos[0].frames.count)
    #expect(rows.allSatisfy { $0.nearest != $0.video && !$0.nearest.isEmpty })
    let frames = try FramesTable(reading: target.frames, hasParts: true).rows
    #expect(frames.count == videos.map(\.frames.count).reduce(0, +))
    let numbers = Set(rows.map(\.cluster))
    #expect(numbers == Set(0..<2) && Set(frames.map(\.cluster)).isSubset(of: numbers))
    let clusters = try CollectionCluster.read(target.clusters)
    #expect(clusters.map(\.videos) == grouping.summary.clusterSizes)
    #expect(clusters.map(\.frames).reduce(0, +) == frames.count)
    #expect(try CollectionSummary(contentsOf: target.summary) == grouping.summary)
    #expect(try Features(contentsOf: target.videoFeatures).rows == videos.count)
    #expect(try Features(contentsOf: target.features).rows == frames.count)
  }

  @Test func theNumberOfGroupsOfVideosHasTheHighestSilhouette() throws {
    // Three pairs, of which two are nearer: with an allowance two clusters do, without one three.
    let rows: [[Float]] = [[0, 0], [0.1, 0], [2, 0], [2.1, 0], [9, 0], [9.1, 0]]
    let features = Features(rows: 6, dimension: 2, values: rows.flatMap { $0 })
    let videos = (0..<6).map { number in
      StoredVideo(
        name: "\(number)", category: "",
        frames: [StoredFrame(number: 0, seconds: 0, hasSuccessor: false)])
    }
    let silent = RunContext(display: ProgressDisplay(isTerminal: false, write: { _ in }))
    let found = try CollectionGrouper(seed: 1, threads: 2, in: silent)
      .cluster(features, of: EvaluationSet(of: videos))
    #expect(found.count?.chosen == 3 && found.0.sizes == [2, 2, 2])
    let lenient = try ClusterCount(of: features, tie: 0.5, seed: 1, threads: 2)
    #expect(lenient.chosen == 2)
  }
}
