import Basics

/// Which videos are trained on and which are evaluated.
package struct TrainTestSplit: Equatable, Sendable {
  /// Positions of the videos to train on.
  package let training: [Int]
  /// Positions of the videos to evaluate.
  package let test: [Int]
  /// Whether no evaluated video is trained on.
  package let isHeldOut: Bool

  /// Takes the videos of a list as the test half.
  ///
  /// - Parameters:
  ///   - names: the videos' paths in the collection.
  ///   - list: what the list names; entries that the collection lacks are left out, since UCF101's
  ///     lists name all 101 categories and a collection may have ten.
  /// - Throws: ``SplitError``, also where the list divides a group of footage.
  package init(_ names: [String], testList list: VideoList) throws {
    let listed = Set(list.names)
    let test = names.indices.filter { listed.contains(names[$0]) }
    guard !test.isEmpty else { throw SplitError.nothingListed(path: list.path, names.first) }
    let training = names.indices.filter { !listed.contains(names[$0]) }
    guard !training.isEmpty else { throw SplitError.everythingListed(path: list.path) }
    try self.init(names, training: training, test: test)
  }

  /// Takes the halves from UCF101's lists; a video in neither is in neither half.
  ///
  /// - Parameters:
  ///   - names: the videos' paths in the collection.
  ///   - lists: the two lists; entries that the collection lacks are left out.
  /// - Throws: ``SplitError``, also where the lists divide a group of footage.
  package init(_ names: [String], lists: UCF101Lists) throws {
    func half(_ list: VideoList) throws -> [Int] {
      let listed = Set(list.names)
      let half = names.indices.filter { listed.contains(names[$0]) }
      guard !half.isEmpty else { throw SplitError.nothingListed(path: list.path, names.first) }
      return half
    }
    try self.init(names, training: half(lists.training), test: half(lists.test))
  }

  /// Takes halves that lists name.
  ///
  /// - Throws: ``SplitError/dividedGroup(_:training:test:)``.
  private init(_ names: [String], training: [Int], test: [Int]) throws {
    var trained: [String: String] = [:]
    for position in training { trained[FootageGroup.of(names[position])] = names[position] }
    for position in test {
      let group = FootageGroup.of(names[position])
      if let clip = trained[group] {
        throw SplitError.dividedGroup(group, training: clip, test: names[position])
      }
    }
    (self.training, self.test) = (training, test)
    isHeldOut = true
  }

  /// Draws a share of the videos as the test half, from every category, never dividing a group.
  ///
  /// Every category with two groups or more gives at least one to each half. Where too little is
  /// left to evaluate, no video is held out: all are trained on and all are evaluated.
  ///
  /// - Parameters:
  ///   - videos: name and category of every video.
  ///   - share: of each category's groups, from 0 (nothing is held out) to below 1.
  ///   - seed: the run's seed.
  /// - Throws: ``SplitError/share(_:)``.
  package init(_ videos: [(name: String, category: String)], testShare share: Double, seed: UInt64)
    throws
  {
    guard (0..<1).contains(share) else { throw SplitError.share(share) }
    let groups = videos.map { FootageGroup.of($0.name) }
    let categories = Set(videos.map(\.category)).sorted()
    var testGroups: Set<String> = []
    for (number, category) in categories.enumerated() where share > 0 {
      let own = Set(zip(groups, videos).filter { $0.1.category == category }.map(\.0)).sorted()
      guard own.count > 1 else { continue }
      let wanted = Int((Double(own.count) * share).rounded())
      var generator = SeededGenerator(seed: seed, path: Stream.split, UInt64(number))
      let order = generator.permutation(of: own.count)
      testGroups.formUnion(order.prefix(min(max(wanted, 1), own.count - 1)).map { own[$0] })
    }
    let test = videos.indices.filter { testGroups.contains(groups[$0]) }
    let covers = Set(test.map { videos[$0].category }).count == categories.count
    isHeldOut = test.count >= Self.fewestTestVideos && covers
    self.test = isHeldOut ? test : Array(videos.indices)
    training =
      isHeldOut
      ? videos.indices.filter { !testGroups.contains(groups[$0]) } : Array(videos.indices)
  }

  /// With one video there is no other video to find a neighbour in.
  private static let fewestTestVideos = 2

  /// Sets these draws apart from everything else that a run's seed decides.
  private enum Stream {
    static let split: UInt64 = 4
  }
}
