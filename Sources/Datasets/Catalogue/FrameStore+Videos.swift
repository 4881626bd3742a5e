import Videos

extension FrameStore {
  /// The videos of which frames were stored, in the ledger's order, with their frames.
  ///
  /// - Parameter categories: the categories to list; each must be in the ledger.
  /// - Throws: ``CategoryError``, and where a video's list of frames can't be read.
  package func videos(of categories: CategorySelection = .all) throws -> [StoredVideo] {
    try categories.check(against: ledger.rows.map(\.category), of: path)
    return try ledger.usable.filter { categories.includes($0.category) }.map { row in
      StoredVideo(name: row.video, category: row.category, frames: try frames(of: row.video))
    }
  }

  /// Where a frame lies.
  ///
  /// - Parameters:
  ///   - frame: the frame.
  ///   - video: the video that it belongs to.
  package func path(of frame: FrameReference, in video: StoredVideo) -> String {
    switch frame.role {
    case .query: queryPath(video.name, frame: frame.frame)
    case .successor: successorPath(video.name, query: frame.frame - 1)
    case .later: laterPath(video.name, frame: frame.frame)
    }
  }
}
