import Discovery
import Tensors

/// The features that a run's held-out frames are grouped by, and what they are made of.
struct OwnFeatures {
  /// A row a held-out frame.
  let features: Features
  /// Likewise for the training frames that a probe is shown.
  let shown: Features?
  /// What a network made of the held-out frames.
  let appearance: Features
  /// What one made of the motion around them; nil where none learned.
  let motion: Features?
  /// The videos.
  let videos: VideoVectors
  private let join: FrameEvidence

  /// What the frames are grouped by: as their videos, where there is learned motion to group them by.
  var evidence: Evidence { join.evidence }

  /// Computes them.
  ///
  /// - Parameters:
  ///   - compared: computes what a network makes of frames.
  ///   - frames: the held-out frames.
  ///   - motion: the held-out videos'.
  ///   - shown: the training frames that a probe is shown, and their videos' motion.
  ///   - settings: what frames and videos are to be grouped by.
  /// - Throws: what reading or computing threw; ``MotionError/notLearned(asked:)``.
  init(
    _ compared: ComparedFeatures, of frames: EvaluatedFrames, motion: SeenMotion?,
    shown: (frames: EvaluatedFrames, motion: SeenMotion?)?, settings: Settings
  ) throws {
    let moving = motion?.around(frames)
    let asked = settings.evaluation.groupBy
    if asked.needsMotion, moving == nil { throw MotionError.notLearned(asked: asked.rawValue) }
    let seen = try compared.features(.trained, of: frames, shown: shown?.frames)
    (appearance, self.motion) = (seen.heldOut, moving)
    videos = try VideoVectors(
      appearance: frames.videoMeans(of: appearance), motion: motion?.stored.histograms,
      descriptor: StoredMotion.descriptor, learned: motion?.videos, evidence: asked.evidence,
      threads: settings.threads)
    join = FrameEvidence(videos.evidence, appearance: appearance, motion: moving)
    features = join(appearance: appearance, motion: moving)
    self.shown = seen.shown.map { [join] appearance in
      join(appearance: appearance, motion: shown.flatMap { $0.motion?.around($0.frames) })
    }
  }

  /// The same frames by another evidence.
  func features(by evidence: Evidence) -> Features {
    FrameEvidence(evidence, appearance: appearance, motion: motion)(
      appearance: appearance, motion: motion)
  }
}
