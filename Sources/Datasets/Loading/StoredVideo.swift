import Basics
import Videos

/// A video of a frame store, with its stored query frames.
public struct StoredVideo: Equatable, Sendable {
  /// The path in the collection, such as `Archery/v_Archery_g01_c02.avi`.
  public let name: String
  /// The category; empty if the collection has none.
  public let category: String
  /// The query frames, in order.
  public let frames: [StoredFrame]
  /// SHA-256 of the video's file in hexadecimal digits; empty if it is unknown.
  public let digest: String

  /// Describes a stored video.
  ///
  /// - Parameters:
  ///   - name: the path in the collection.
  ///   - category: the category; empty if the collection has none.
  ///   - frames: the query frames, in order.
  ///   - digest: SHA-256 of the video's file; empty if it is unknown.
  public init(name: String, category: String, frames: [StoredFrame], digest: String = "") {
    self.name = name
    self.category = category
    self.frames = frames
    self.digest = digest
  }
}

extension [StoredVideo] {
  /// The videos that have a category; all if none has one.
  package var withCategories: [StoredVideo] {
    let found = filter { !$0.category.isEmpty }
    return found.isEmpty ? self : found
  }
}

extension FrameStore {
  /// Lists the videos that have stored frames, in the ledger's order.
  ///
  /// - Parameter categories: the categories to list; each must be in the ledger.
  /// - Throws: ``CategoryError``, or the error of reading a video's list of frames.
  public func videos(of categories: CategorySelection = .all) throws -> [StoredVideo] {
    try categories.check(against: ledger.rows.map(\.category), of: path)
    return try ledger.usable.filter { categories.includes($0.category) }.map { row in
      StoredVideo(
        name: row.video, category: row.category, frames: try frames(of: row.video),
        digest: row.sha256)
    }
  }

  /// Gives the path of a frame's picture.
  ///
  /// - Parameters:
  ///   - frame: the frame.
  ///   - video: the frame's video.
  public func path(of frame: FrameReference, in video: StoredVideo) -> String {
    switch frame.role {
    case .query: queryPath(video.name, frame: frame.frame)
    case .successor: successorPath(video.name, query: frame.frame - 1)
    case .later: laterPath(video.name, frame: frame.frame)
    }
  }
}

/// A hash of the training data: the videos, their frames, and how these were stored.
///
/// The hash does not read the pictures. It uses the SHA-256 of the original videos, which the
/// ledger has.
public enum DataFingerprint {
  /// Hashes the data of a training run.
  ///
  /// - Parameters:
  ///   - videos: the training videos.
  ///   - store: the store of their frames.
  /// - Returns: SHA-256 as hexadecimal digits.
  /// - Complexity: O(frames); a second for a million frames.
  public static func of(_ videos: [StoredVideo], in store: FrameStore) -> String {
    let rows = Dictionary(uniqueKeysWithValues: store.ledger.rows.map { ($0.video, $0) })
    let digest = SHA256()
    digest.update("\(store.settings.side) \(store.settings.sampling)\n")
    for video in videos {
      let row = rows[video.name]
      digest.update(
        CommaSeparated.row([
          video.name, video.category, "\(row?.frames ?? 0)", "\(row?.width ?? 0)",
          "\(row?.height ?? 0)", row?.codec ?? "", row?.sha256 ?? "",
        ]))
      for frame in video.frames {
        digest.update("\(frame.number) \(frame.hasSuccessor) \(frame.later ?? -1)\n")
      }
    }
    return digest.finish()
  }
}
