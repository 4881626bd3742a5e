import Basics
import Numerics

/// All results of an evaluation.
public struct EvaluationResult {
  /// The content of `metrics.json`.
  public let evaluation: Evaluation
  /// `frames.csv`: the cluster and the map position of every frame.
  public let frames: FramesTable
  /// `videos.csv`: the cluster of every video.
  public let videos: VideosTable
  /// `features.npy`: the features that the frames are clustered by.
  public let features: Features
  /// `appearance.npy`: the network's features of the frames; nil without a motion network.
  public let appearance: Features?
  /// `motion.npy`: the motion network's features around the frames; nil without a motion network.
  public let motion: Features?
  /// `confusion.csv`: the confusion matrix of the linear probe; nil without probes.
  public let confusion: ConfusionMatrix?

  /// Writes all files of the evaluation.
  ///
  /// An old `metrics.json` is removed first, and the new one is written last. If it exists, all other files
  /// belong to it. Files of an earlier evaluation that this one lacks are removed.
  ///
  /// - Parameter folder: the folder; it is created.
  /// - Throws: `SystemCallError`, or `EncodingError` if a number is not finite.
  public func write(to folder: EvaluationFolder) throws {
    try Folder.create(folder.path)
    try Folder.remove(folder.metrics)
    try features.write(to: folder.features)
    try write(appearance, to: folder.appearance)
    try write(motion, to: folder.motion)
    try frames.write(to: folder.frames)
    try videos.write(to: folder.videos)
    if let confusion {
      try confusion.write(to: folder.confusion)
    } else {
      try Folder.remove(folder.confusion)
    }
    try evaluation.write(to: folder.metrics)
  }

  private func write(_ features: Features?, to path: String) throws {
    if let features { try features.write(to: path) } else { try Folder.remove(path) }
  }
}

/// The folder of an evaluation, with the paths of its files.
public struct EvaluationFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Names a folder, which need not exist yet.
  ///
  /// - Parameter path: the folder's path.
  public init(_ path: String) { self.path = path }

  /// The metrics of the network and of the baselines.
  public var metrics: String { path + "/metrics.json" }
  /// The table of frames.
  public var frames: String { path + "/frames.csv" }
  /// The table of videos.
  public var videos: String { path + "/videos.csv" }
  /// The features that the frames are clustered by, frames × features.
  public var features: String { path + "/features.npy" }
  /// The network's features of the frames, frames × features.
  public var appearance: String { path + "/appearance.npy" }
  /// The motion network's features around the frames, frames × features.
  public var motion: String { path + "/motion.npy" }
  /// The confusion matrix of the linear probe.
  public var confusion: String { path + "/confusion.csv" }
}
