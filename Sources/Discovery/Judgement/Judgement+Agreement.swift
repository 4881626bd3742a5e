extension Judgement {
  /// The mean adjusted Rand index of every two of three clusterings from seeds of their own.
  static func seedAgreement(of rows: Features, _ kMeans: KMeans, threads: Int) throws -> Double {
    let found = try (0..<3).map { number in
      var kMeans = kMeans
      kMeans.seed = kMeans.seed &+ UInt64(number)
      return try kMeans.cluster(rows, threads: threads).assignments
    }
    let pairs = [(0, 1), (0, 2), (1, 2)]
    return pairs.reduce(0) {
      $0 + ContingencyTable(clusters: found[$1.0], categories: found[$1.1]).adjustedRandIndex
    } / Double(pairs.count)
  }

  /// The adjusted Rand index of two clusterings of the videos: one that was found from the mean of their
  /// first halves, one from the mean of their second; 1 where no video has two frames.
  static func halfAgreement(
    of rows: Features, _ videos: [Int], _ kMeans: KMeans, threads: Int
  ) throws -> Double {
    let rowsOfVideo = Dictionary(grouping: videos.indices) { videos[$0] }
    let whole = rowsOfVideo.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    guard !whole.isEmpty else { return 1 }
    func clusters(of half: ([Int]) -> ArraySlice<Int>) throws -> [Int] {
      let halves = whole.map(half)
      let groups = halves.enumerated().flatMap { [Int](repeating: $0, count: $1.count) }
      let means = rows.rows(halves.flatMap { $0 }).groupMeans(groups, count: whole.count)
      var kMeans = kMeans
      kMeans.clusters = min(kMeans.clusters, whole.count)
      return try kMeans.cluster(means, threads: threads).assignments
    }
    return ContingencyTable(
      clusters: try clusters { $0.prefix($0.count / 2) },
      categories: try clusters { $0.suffix($0.count - $0.count / 2) }
    ).adjustedRandIndex
  }
}

extension Features {
  /// Some rows, in the order wanted.
  func rows(_ places: [Int]) -> Features {
    Features(rows: places.count, dimension: dimension, values: places.flatMap { self[$0] })
  }
}
