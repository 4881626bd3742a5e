import Basics
import Numerics

/// Everything that an evaluation found, to be written once at its end.
public struct EvaluationResult {
  /// The content of `metrics.json`.
  public let evaluation: Evaluation
  /// `frames.csv`: the cluster and the place of every frame.
  public let frames: FramesTable
  /// `videos.csv`: the cluster of every video.
  public let videos: VideosTable
  /// `features.npy`: what the frames are clustered by.
  public let features: Features
  /// `appearance.npy`: what the network made of the frames, where motion was learned too.
  public let appearance: Features?
  /// `motion.npy`: what was learned of the motion around the frames.
  public let motion: Features?
  /// `confusion.csv`: what the linear probe took every category for.
  public let confusion: ConfusionMatrix?

  /// Writes all files of an evaluation.
  ///
  /// `metrics.json` goes first where it is from before, and is written last, so that it is there only
  /// when all the other files belong to it. Files of an earlier evaluation that this one does not have
  /// are removed.
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

/// Where the files of an evaluation lie.
public struct EvaluationFolder: Sendable {
  /// The folder.
  public let path: String

  /// Names a folder, which need not be there yet.
  public init(_ path: String) { self.path = path }

  /// The metrics beside their baselines.
  public var metrics: String { path + "/metrics.json" }
  /// A row a frame.
  public var frames: String { path + "/frames.csv" }
  /// A row a video.
  public var videos: String { path + "/videos.csv" }
  /// Frames × features, by which the frames are clustered.
  public var features: String { path + "/features.npy" }
  /// What a network made of the frames themselves.
  public var appearance: String { path + "/appearance.npy" }
  /// What a network made of the motion around the frames.
  public var motion: String { path + "/motion.npy" }
  /// What the linear probe took every category for.
  public var confusion: String { path + "/confusion.csv" }
}
