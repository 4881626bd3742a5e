import Basics

/// How many bytes the frames of videos will take, by a look into a few of them.
struct SpaceEstimate {
  /// The largest number of videos that are looked into.
  private static let sample = 24
  /// Seconds after which a video that shows nothing is passed over.
  private static let patience = 2

  private let settings: FrameStoreSettings
  /// Bytes of frames for a byte of video; nil where no video could be looked into.
  private let ratio: Double?

  /// Looks into videos, evenly spaced: how many frames each promises, and how large its first frame is
  /// as a picture.
  ///
  /// - Parameters:
  ///   - files: the videos.
  ///   - settings: how their frames are stored.
  ///   - isCancelled: asked between any two videos.
  /// - Throws: `CancellationError`.
  init(
    of files: [VideoFile], settings: FrameStoreSettings,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    self.settings = settings
    let count = min(files.count, Self.sample)
    var (video, frames) = (0, 0.0)
    for index in 0..<count {
      if isCancelled() { throw CancellationError() }
      let file = files[index * files.count / count]
      // One that can't be read takes no room, and its row will say why.
      let found = try? watched(patience: Self.patience, isCancelled: isCancelled) { heartbeat in
        try Self.look(into: file, settings, heartbeat)
      }
      guard let found else { continue }
      video += found.video
      frames += found.frames
    }
    ratio = video > 0 ? frames / Double(video) : nil
  }

  /// The bytes that the frames of some of the videos will take; nil where nobody knows.
  func bytes(of files: [VideoFile]) -> Int? {
    guard let ratio else { return nil }
    let video = files.reduce(0) { $0 + ((try? FileStamp(of: $1.path))?.bytes ?? 0) }
    // A header can promise more frames than any disk holds.
    return Int(min(Double(video) * ratio, 0x1p62))
  }

  private static func look(
    into file: VideoFile, _ settings: FrameStoreSettings, _ heartbeat: Heartbeat
  ) throws -> (video: Int, frames: Double) {
    let decoder = try VideoDecoder(path: file.path, name: file.name) { heartbeat.isGivenUp }
    let bytes = try FileStamp(of: file.path).bytes
    guard try decoder.next() != nil else { return (bytes, 0) }
    let picture = try FrameScaler().jpeg(
      of: decoder.shownFrame(), width: settings.side, height: settings.side, by: JPEGCodec())
    // Whole blocks are taken on the disk.
    let size = (picture.count + 4095) / 4096 * 4096
    let pictures = settings.sampling.picturesPerFrame * Double(size)
    return (bytes, decoder.promisedFrames * (pictures + MotionHistogram.bytesPerFrame))
  }
}

extension FrameSampling {
  /// How many pictures are stored for a frame of video, on average.
  fileprivate var picturesPerFrame: Double {
    let successors = negativeEvery > 0 ? 1 - 1 / Double(negativeEvery) : 1
    return (1 + successors + (storesLaterFrames ? 1 : 0)) / Double(stride)
  }
}
