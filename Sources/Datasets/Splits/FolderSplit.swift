import Videos

extension TrainTestSplit {
  /// Takes the parts from folders such as `train`, `val` and `test` above the categories.
  ///
  /// The videos of `test` are held out, or those of `val` if there is no `test` with categories.
  /// All others are trained on. Where most of these are the same files as held-out ones, the folders
  /// can't be used.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - copies: videos that are kept in the same part, besides equal files.
  /// - Returns: the split, or nil if it must be made in another way; and why, if there are such folders.
  public static func byFolders(
    _ videos: [StoredVideo], copies: [DuplicatePair] = []
  ) -> (split: TrainTestSplit?, remarks: [String]) {
    let parts = videos.map { PartFolder.of(name: $0.name, category: $0.category) }
    guard parts.contains(.training), let held = heldOut(of: videos, parts) else { return (nil, []) }
    let test = videos.indices.filter { parts[$0] == held }
    let training = videos.indices.filter { parts[$0] != held }
    let split = holdingOutRelated(
      videos, training: training, test: test, copies: copies)
    let (tested, trained) = (folders(of: test, videos), folders(of: training, videos))
    guard split.training.count * 2 >= training.count, split.training.count > 1 else {
      return (
        nil,
        [
          "\(tested) is not taken as the held-out part: \(training.count - split.training.count) of "
            + "the \(training.count) videos of \(trained) are the same files or cut from the same "
            + "footage, so the held-out videos are drawn"
        ]
      )
    }
    let sentence =
      "the folders are the split: \(trained) \(trained.contains(" ") ? "are" : "is") trained on "
      + "(\(split.training.count) videos), \(tested) is held out (\(split.test.count) videos); to take "
      + "these folders as categories: --set split.folders=false"
    return (
      TrainTestSplit(
        training: split.training, test: split.test, remarks: [sentence] + split.remarks), []
    )
  }

  /// Chooses the part that is held out; nil if no part can be.
  private static func heldOut(of videos: [StoredVideo], _ parts: [PartFolder?]) -> PartFolder? {
    let hasCategories = videos.contains { !$0.category.isEmpty }
    return [PartFolder.test, .validation].first { part in
      let own = videos.indices.filter { parts[$0] == part }
      return own.count > 1 && (!hasCategories || own.allSatisfy { !videos[$0].category.isEmpty })
    }
  }

  private static func folders(of positions: [Int], _ videos: [StoredVideo]) -> String {
    let folders = Set(
      positions.map { VideoFile.category(ofName: videos[$0].name) }.filter { !$0.isEmpty }
    ).sorted().map { $0 + "/" }
    guard let last = folders.last, folders.count > 1 else { return folders.joined() }
    return folders.dropLast().joined(separator: ", ") + " and " + last
  }
}
