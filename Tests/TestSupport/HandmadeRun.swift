import Basics

/// A run's folder with its settings and an evaluation's numbers, and nothing else of a run.
package struct HandmadeRun {
  /// How many frames were evaluated.
  package var frames = 120
  /// The number of clusters.
  package var clusters = 6
  /// The entropy of the categories in bits, over frames and over videos.
  package var labelEntropy = 2.5
  /// The scores over frames, or nil for a run without categories.
  package var frameLevel: Level? = Level(entropy: 1, neighbours: 0.5)
  /// The scores over videos.
  package var videoLevel = Level(entropy: 0.5, neighbours: 0.75)
  /// The conditional entropy of raw pixels, at both levels; nil leaves them out.
  package var pixels: Double?
  /// The mean conditional entropy of permuted labels, at both levels; nil leaves them out.
  package var chance: Double?
  /// What the frames are grouped by; nil leaves it out.
  package var groupedBy: String?
  /// The effective rank of features that were judged; nil leaves the judgement out.
  package var rank: Double?

  /// What is compared, at one level.
  package struct Level {
    var entropy: Double
    var neighbours: Double

    /// Puts scores together.
    package init(entropy: Double, neighbours: Double) {
      (self.entropy, self.neighbours) = (entropy, neighbours)
    }
  }

  /// A run of 120 frames of 12 videos.
  package init() {}

  /// Writes `config.yaml` and `evaluation/metrics.json`.
  ///
  /// - Parameters:
  ///   - path: the run's folder, which is made.
  ///   - config: the text of its settings.
  package func write(to path: String, config: String) throws {
    try Folder.create(path + "/evaluation")
    try DurableFile.write(config, to: path + "/config.yaml")
    try DurableFile.write(metrics, to: path + "/evaluation/metrics.json")
  }

  private var metrics: String {
    var members = [
      "\"frames\": \(frames), \"videos\": 12, \"clusters\": \(clusters), \"inertia\": 1.5",
      "\"cluster_sizes\": [\(frames)]",
      "\"settings\": {\"k\": 6, \"seed\": 1, \"feature_layer\": \"norm\", \"starts\": 10}",
    ]
    if let groupedBy { members.append("\"grouped_by\": \"\(groupedBy)\"") }
    let videoCounts = "\"videos\": 12, \"clusters\": \(clusters), \"cluster_sizes\": [12]"
    if let rank {
      members.append(
        "\"judgement\": {\"effective_rank\": \(rank), \"alignment\": 0.5, \"uniformity\": -2, "
          + "\"reach\": 0.25, \"seed_agreement\": 0.5, \"half_agreement\": -0.001}")
    }
    guard let frameLevel else {
      members.append("\"video_level\": \(object([videoCounts]))")
      return object(members)
    }
    members.append(text(of: frameLevel))
    members.append("\"video_level\": \(object([videoCounts, text(of: videoLevel)]))")
    members.append("\"baselines\": \(object(baselines))")
    return object(members)
  }

  private var baselines: [String] {
    var members: [String] = []
    if let pixels {
      members.append("\"raw_pixels\": \(levels(ofBaseline: "\(pixels)", other: "0.25"))")
    }
    if let chance {
      let found = levels(ofBaseline: interval(chance), other: interval(0.125))
      members.append("\"permuted_labels\": \(found)")
    }
    return members
  }

  private func interval(_ mean: Double) -> String {
    object(["\"mean\": \(mean)", "\"low\": 0", "\"high\": 9"])
  }

  private func text(of scores: Level) -> String {
    text(
      entropy: "\(scores.entropy)", neighbours: "\(scores.neighbours)", label: "\(labelEntropy)",
      other: "0.5")
  }

  private func levels(ofBaseline entropy: String, other: String) -> String {
    let scores = text(entropy: entropy, neighbours: other, label: other, other: other)
    return object([scores, "\"video_level\": \(object([scores]))"])
  }

  private func text(entropy: String, neighbours: String, label: String, other: String) -> String {
    let others = ["nmi", "ari", "purity", "accuracy"].map { "\"\($0)\": \(other)" }
    return
      ([
        "\"conditional_entropy_bits\": \(entropy)", "\"label_entropy_bits\": \(label)",
        "\"neighbour_accuracy\": \(neighbours)",
      ] + others).joined(separator: ", ")
  }

  private func object(_ members: [String]) -> String {
    "{" + members.joined(separator: ", ") + "}"
  }
}
