import Basics
import Evaluation
import Numerics

/// The frames and videos of a grouped collection, with the features to search them by.
struct CollectionIndex {
  /// The frames: the rows of `frames.csv`.
  let frames: [FramesTable.Row]
  /// The videos: the rows of `videos.csv`.
  let videos: [CollectionVideo]
  /// The names that the user has given to groups.
  let names: ClusterNames
  /// What is known of the grouping.
  let summary: CollectionSummary
  /// The frames of every video, in the order of time, by the video's name.
  let framesOfVideo: [String: [Int]]
  private let folder: CollectionFolder

  /// Reads a run's grouping.
  ///
  /// - Parameter run: the run.
  /// - Throws: ``RunError/notEvaluated(path:)``, and errors of reading.
  init(reading run: RunFolder) throws {
    folder = run.collection
    guard Folder.isFile(folder.summary) else { throw RunError.notEvaluated(path: run.path) }
    summary = try CollectionSummary(contentsOf: folder.summary)
    frames = try FramesTable(reading: folder.frames, hasParts: true).rows
    videos = try CollectionVideo.read(folder.videos)
    names = try ClusterNames(reading: run.names, of: videos)
    framesOfVideo = Dictionary(grouping: frames.indices) { [frames] in frames[$0].video }
  }

  /// The modality of the features that the frames are grouped by.
  ///
  /// Where no motion was learned, frames have appearance alone, also if videos are grouped by both.
  var frameModality: Modality { summary.framesBy ?? summary.groupedBy }

  /// The features that the frames are grouped by, rows of length 1.
  ///
  /// - Throws: `MalformedNPY`, also if the rows don't fit, or `SystemCallError`.
  func grouped() throws -> Features { try read(folder.features, rows: frames.count) }

  /// The network's features of the frames, rows of length 1; nil if an earlier version wrote the grouping.
  ///
  /// - Throws: as ``grouped()``.
  func appearance() throws -> Features? {
    if Folder.isFile(folder.appearance) {
      return try read(folder.appearance, rows: frames.count)
    }
    return frameModality == .appearance ? try grouped() : nil
  }

  /// What the videos are grouped by, rows of length 1.
  ///
  /// - Throws: as ``grouped()``.
  func videoFeatures() throws -> Features { try read(folder.videoFeatures, rows: videos.count) }

  private func read(_ path: String, rows: Int) throws -> Features {
    let features = try Features(contentsOf: path)
    guard features.rows == rows else {
      throw MalformedNPY(path: path, reason: "it has \(features.rows) rows, not \(rows)")
    }
    return features.l2Normalised()
  }
}
