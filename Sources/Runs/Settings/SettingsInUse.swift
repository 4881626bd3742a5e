import Datasets
import Evaluation
import Foundation
import Networks
import Reports
import Tensors
import Training
import Videos

extension Settings {
  /// The objective; InfoNCE where the name is unknown, which ``validate()`` refuses.
  public var objectiveDefinition: ObjectiveDefinition {
    ObjectiveDefinition.named(training.objective) ?? InfoNCEObjective.definition
  }

  /// The network's layers, with what the objective wants at its end; nil where there is no such network.
  public var architecture: Architecture? {
    let side = training.inputSide.map { "@\($0)" } ?? ""
    let projection = objectiveDefinition.comparesProjections ? ">\(training.projection)" : ""
    return Architecture.named(training.network + side + projection)
  }
}

extension Settings {
  /// The name that leaves the precision to the machine that begins the run.
  static let automaticPrecision = "auto"

  /// What `training.precision` may be.
  static let precisions = [automaticPrecision] + Precision.allCases.map(\.rawValue).sorted()

  /// The numbers to train in; this machine's fastest where the settings leave it open.
  public var precision: Precision { Precision(rawValue: training.precision) ?? .fastest }

  /// The numbers to compute features in: those of training, unless this machine only emulates them.
  public var featurePrecision: Precision { precision == .fastest ? precision : .float32 }

  /// The same with the precision decided, so that a run goes on in the one that it began with.
  ///
  /// - Parameter begun: the settings that the run was begun with, if it was.
  public func withPrecision(of begun: Settings?) -> Settings {
    guard training.precision == Self.automaticPrecision else { return self }
    var settings = self
    settings.training.precision = (begun?.precision ?? precision).rawValue
    return settings
  }
}

extension Settings {
  /// The categories to use.
  public var selectedCategories: CategorySelection { CategorySelection(categories) }

  /// Finds the videos that the settings name.
  ///
  /// - Throws: what is wrong with the folder, the categories or the lists.
  public func selectVideos() throws -> VideoSelection {
    try VideoSelection(
      scanning: videos ?? "", categories: selectedCategories, lists: ucf101Lists())
  }

  /// Divides videos into those to train on and those to evaluate.
  ///
  /// - Throws: `SplitError`.
  func split(of videos: [StoredVideo]) throws -> TrainTestSplit {
    if let lists = try ucf101Lists() {
      return try TrainTestSplit(videos.map(\.name), lists: lists)
    }
    if let list = split.testList {
      return try TrainTestSplit(videos.map(\.name), testList: VideoList(reading: list))
    }
    return try TrainTestSplit(
      videos.map { ($0.name, $0.category) }, testShare: split.testShare, seed: seed)
  }

  private func ucf101Lists() throws -> UCF101Lists? {
    try split.ucf101Lists.map { try UCF101Lists(reading: $0, number: split.listNumber) }
  }
}

extension Settings {
  /// Checks that the weights to begin a run with can be had, before anything is made for it.
  ///
  /// - Throws: `CheckpointError`, `HDF5Error`, or a `SystemCallError`.
  func checkWeights(of run: RunFolder) throws {
    guard let path = training.weights, let architecture, try run.checkpoints.latest() == nil else {
      return
    }
    _ = try StartingWeights(reading: path, for: architecture)
  }
}

extension Settings {
  /// Every setting as a name and a text, in the order of `config.yaml`.
  func named() throws -> [NamedText] {
    var section = ""
    var rows: [NamedText] = []
    for line in try yaml().split(separator: "\n") {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("- "), let row = rows.popLast() {
        let values = (row.text.isEmpty ? [] : [row.text]) + [String(text.dropFirst(2))]
        rows.append(NamedText(row.name, values.joined(separator: ", ")))
        continue
      }
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      if !line.hasPrefix(" ") { section = value.isEmpty ? parts[0] + "." : "" }
      rows.append(NamedText((line.hasPrefix(" ") ? section : "") + parts[0], value))
    }
    return rows.filter { !$0.text.isEmpty }
  }

  /// What the collection is called: the last part of its folder's path.
  var collectionName: String {
    let path = videos ?? frames
    return path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension EvaluationRecord {
  /// What the evaluation adds to a run's settings.
  func named() -> [NamedText] {
    [NamedText("evaluation.k", "\(k)"), NamedText("evaluation.checkpoint", checkpoint ?? "none")]
  }
}
