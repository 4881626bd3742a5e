import Datasets
import Evaluation
import Foundation
import Networks
import Reports
import Tensors
import Training
import Videos

extension Settings {
  /// The definition of the objective; ``validate()`` refuses unknown names.
  public var objectiveDefinition: ObjectiveDefinition {
    ObjectiveDefinition.named(training.objective) ?? InfoNCEObjective.definition
  }

  /// The network's layers, with a projection if the objective needs one; nil if the name is unknown.
  public var architecture: Architecture? {
    let side = training.inputSide.map { "@\($0)" } ?? ""
    let projection = objectiveDefinition.comparesProjections ? ">\(training.projection)" : ""
    return Architecture.named(training.network + side + projection)
  }
}

extension Settings {
  /// The value of `training.precision` that takes the fastest one of the machine.
  static let automaticPrecision = "auto"

  /// The values of `training.precision`.
  static let precisions = [automaticPrecision] + Precision.allCases.map(\.rawValue).sorted()

  /// The precision of training; `auto` takes the fastest one of the device.
  public var precision: Precision { Precision(rawValue: training.precision) ?? fastestPrecision }

  /// The precision for computing features: the one of training, unless the device only emulates it.
  public var featurePrecision: Precision { precision == fastestPrecision ? precision : .float32 }

  private var fastestPrecision: Precision { .fastest(on: (try? Device.named(device)) ?? .cpu) }

  /// Sets how many threads LibTorch has, and where it computes.
  ///
  /// - Throws: `TensorError`, or `DeviceError` if the device can't be used.
  func prepareLibTorch() throws {
    try LibTorch.setThreads(threads)
    try Device.setDefault(.named(device))
  }

  /// Returns the settings with a fixed precision, which a run keeps when it continues.
  ///
  /// - Parameter begun: the settings that the run was started with; nil for a new run.
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
  /// - Throws: errors about the folder, the categories or the lists.
  public func selectVideos() throws -> VideoSelection {
    try VideoSelection(
      scanning: videos ?? "", categories: selectedCategories, lists: ucf101Lists(),
      usesPartFolders: split.folders)
  }

  /// Splits videos into training videos and held-out videos.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - folder: the folder of the videos, where a list may have absolute paths.
  /// - Throws: `SplitError`.
  func split(of videos: [StoredVideo], in folder: String) throws -> TrainTestSplit {
    let copies = try split.duplicates.map { try DuplicatePair.read($0) } ?? []
    if let lists = try ucf101Lists() {
      return try TrainTestSplit(videos, lists: lists, folder: folder, copies: copies)
    }
    if let list = split.testList {
      return try TrainTestSplit(
        videos, testList: VideoList(reading: list), folder: folder, copies: copies)
    }
    let found =
      split.folders
      ? TrainTestSplit.byFolders(videos, copies: copies) : (split: nil, remarks: [])
    if let split = found.split { return split }
    return try TrainTestSplit(
      videos, testShare: split.testShare, seed: split.seed, copies: copies
    ).adding(found.remarks)
  }

  private func ucf101Lists() throws -> UCF101Lists? {
    try split.ucf101Lists.map { try UCF101Lists(reading: $0, number: split.listNumber) }
  }
}

extension Settings {
  /// Checks that the starting weights of a new run can be read, before the run is created.
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
  /// Returns every setting as a name and a text, in the order of `config.yaml`.
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

  /// The name of the collection: the last part of its folder's path.
  var collectionName: String {
    let path = videos ?? frames
    return path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension EvaluationRecord {
  /// Returns the entries that the report adds to the run's settings.
  func named() -> [NamedText] {
    [NamedText("evaluation.k", "\(k)"), NamedText("evaluation.checkpoint", checkpoint ?? "none")]
  }
}
