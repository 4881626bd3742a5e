import Datasets
import Videos

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
