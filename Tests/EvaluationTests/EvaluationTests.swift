import Basics
import Evaluation
import Foundation
import Numerics
import TestSupport
import Testing

@Suite struct EvaluationTests {
  private func evaluation(categories: [String]?, videos: Int = 6) throws -> Evaluation {
    let rows = videos * 4
    let features = blobs(rows: rows, dimension: 5, centres: 3, spread: 1, seed: 1)
    let origins = RowGroups(
      groupOfRow: (0..<rows).map { $0 / 4 }, count: videos, categories: categories)
    let clustering = try KMeans(clusters: 3, starts: 2, seed: 4).cluster(features)
    let scored = try ClusteringScorer(clustering.assignments, of: features, groups: origins)
    return Evaluation(
      clustering, scorer: scored,
      baselines: Baselines(
        [.rawPixels: scored.score(), .randomNetwork: scored.score()].compactMapValues { $0 },
        permutedLabels: scored.scorePermuted(permutations: 20, seed: 1)),
      settings: EvaluationRecord(
        k: 3, seed: 4, featureLayer: "fc7", checkpoint: "run/checkpoints/epoch-0010.h5", starts: 2,
        others: ["permutations": .integer(20), "theta": .number(0.5), "centred": .flag(true)]))
  }

  private func object(_ json: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  private let metrics: Set = [
    "conditional_entropy_bits", "label_entropy_bits", "nmi", "ari", "purity", "accuracy",
    "neighbour_accuracy",
  ]

  @Test func followsTheContract() throws {
    let found = try evaluation(categories: ["a", "b", "a", "c", "b", "c"])
    let top = try object(found.json())
    let counts: Set = ["frames", "videos", "clusters", "inertia", "cluster_sizes"]
    #expect(
      Set(top.keys) == metrics.union(counts).union(["video_level", "baselines", "settings"]))
    #expect(top["frames"] as? Int == 24 && top["videos"] as? Int == 6)
    #expect(top["cluster_sizes"] as? [Int] == found.clusterSizes)
    let nmi = try #require(top["nmi"] as? Double)
    #expect(abs(nmi - (found.metrics?.rows.nmi ?? 0)) < 1e-12)
    let videoLevel = try #require(top["video_level"] as? [String: Any])
    #expect(Set(videoLevel.keys) == metrics.union(["videos", "clusters", "cluster_sizes"]))
    #expect((videoLevel["cluster_sizes"] as? [Int])?.reduce(0, +) == 6)
    let baselines = try #require(top["baselines"] as? [String: [String: Any]])
    #expect(Set(baselines.keys) == ["raw_pixels", "random_network", "permuted_labels"])
    for (name, row) in baselines {
      #expect(Set(row.keys) == metrics.union(["video_level"]))
      let levels = [row, try #require(row["video_level"] as? [String: Any])]
      for level in levels {
        for metric in metrics {
          if name == "permuted_labels" {
            let interval = try #require(level[metric] as? [String: Double])
            #expect(Set(interval.keys) == ["mean", "low", "high"])
          } else {
            #expect(level[metric] is Double)
          }
        }
      }
    }
    let settings = try #require(top["settings"] as? [String: Any])
    #expect(settings["feature_layer"] as? String == "fc7" && settings["k"] as? Int == 3)
    #expect(settings["theta"] as? Double == 0.5 && settings["centred"] as? Bool == true)
  }

  @Test func withoutCategoriesMetricsAreAbsent() throws {
    let found = try evaluation(categories: nil)
    let json = try found.json()
    #expect(!json.contains("null"))
    let top = try object(json)
    #expect(
      Set(top.keys)
        == ["frames", "videos", "clusters", "inertia", "cluster_sizes", "video_level", "settings"])
    let videoLevel = try #require(top["video_level"] as? [String: Any])
    #expect(Set(videoLevel.keys) == ["videos", "clusters", "cluster_sizes"])
    #expect(try JSONDecoder().decode(Evaluation.self, from: Data(json.utf8)) == found)
  }

  @Test func whatFramesAreGroupedByStandsAsItDoesOfVideos() throws {
    var found = try evaluation(categories: ["a", "b", "a", "c", "b", "c"])
    let scores = try #require(found.metrics)
    (found.frameModality, found.videoModality) = (.both, .both)
    (found.kernelAlignment, found.motionAlignment) = (0.5, 0.75)
    found.frameMetrics = [.appearance: scores.rows, .both: scores.rows]
    found.videoMetrics = [.motion: scores.groups]
    let json = try found.json()
    #expect(try JSONDecoder().decode(Evaluation.self, from: Data(json.utf8)) == found)
    let top = try object(json)
    #expect(top["grouped_by"] as? String == "both")
    #expect(top["appearance"] is [String: Any] && top["motion"] == nil && top["both"] != nil)
    let videoLevel = try #require(top["video_level"] as? [String: Any])
    #expect(
      videoLevel["motion"] is [String: Any] && videoLevel["kernel_alignment"] as? Double == 0.5)
    #expect(videoLevel["motion_kernel_alignment"] as? Double == 0.75)
  }

  @Test func oneVideoHasNoNeighbourAccuracy() throws {
    let json = try evaluation(categories: ["a"], videos: 1).json()
    #expect(!json.contains("neighbour_accuracy") && !json.contains("null"))
  }

  @Test func readsWhatItWrote() throws {
    let folder = try TemporaryFolder()
    let found = try evaluation(categories: ["a", "b", "a", "c", "b", "c"])
    try found.write(to: folder("metrics.json"))
    #expect(try Evaluation(contentsOf: folder("metrics.json")) == found)
    #expect(try found.json() == evaluation(categories: ["a", "b", "a", "c", "b", "c"]).json())
  }

  /// The page would make a range of them, which ends the program.
  @Test func anIntervalTheWrongWayRoundIsRefused() throws {
    func read(_ text: String) throws -> Interval {
      try JSONDecoder().decode(Interval.self, from: Data(text.utf8))
    }
    #expect(
      try read("{\"mean\": 1, \"low\": 0, \"high\": 2}") == Interval(mean: 1, low: 0, high: 2))
    #expect(throws: DecodingError.self) { try read("{\"mean\": 1, \"low\": 2, \"high\": 0}") }
  }

  @Test func aProbeStandsBesideTheScoresThatItBelongsTo() throws {
    var found = try evaluation(categories: ["a", "b", "a", "c", "b", "c"])
    #expect(try !found.json().contains("probe"))
    let predictions = Predictions(categories: 2, probabilities: [0.9, 0.1, 0.6, 0.4])
    func accuracies(k: Int?) -> Probe.Accuracies {
      Probe.Accuracies(predictions, truth: [0, 1], groupOfRow: [0, 1], groups: 2, k: k)
    }
    let probe = Probe(
      linear: accuracies(k: nil), neighbours: accuracies(k: 20), trainingRows: 70)
    found.metrics?.probe = probe
    found.baselines.scores[.rawPixels]?.probe = probe
    let top = try object(found.json())
    let baselines = try #require(top["baselines"] as? [String: [String: Any]])
    for row in [top, try #require(baselines["raw_pixels"])] {
      let written = try #require(row["probe"] as? [String: Any])
      #expect(written["training_frames"] as? Int == 70)
      let linear = try #require(written["linear"] as? [String: Double])
      #expect(linear == ["top1": 0.5, "top5": 1, "video_top1": 0.5, "video_top5": 1])
      let neighbours = try #require(written["neighbours"] as? [String: Double])
      #expect(Set(neighbours.keys) == ["top1", "top5", "video_top1", "video_top5", "k"])
    }
    #expect(baselines["random_network"]?["probe"] == nil)
    #expect(try JSONDecoder().decode(Evaluation.self, from: Data(found.json().utf8)) == found)
  }

  @Test func numbersThatAreNotFiniteAreNotWritten() throws {
    var found = try evaluation(categories: nil)
    found.inertia = .nan
    #expect(throws: EncodingError.self) { try found.json() }
  }
}
