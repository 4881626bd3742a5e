import Basics

/// An estimate of the bytes that the frames of videos take on disk, from a sample of the videos.
struct SpaceEstimate {
  /// The largest number of videos in the sample.
  private static let sample = 24
  /// The number of seconds without a frame after which a video is left out of the sample.
  private static let timeout = 2

  private let settings: FrameStoreSettings
  /// Bytes of frames per byte of video; nil if no video could be measured.
  private let ratio: Double?

  /// Measures a sample of evenly spaced videos: the number of frames that each states, and the size
  /// of its first frame as a picture.
  ///
  /// - Parameters:
  ///   - files: the videos.
  ///   - settings: how their frames are stored.
  ///   - isCancelled: asked between two videos.
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
      // A video that cannot be read takes no space. Its row in the ledger will state the reason.
      let found = try? watched(patience: Self.timeout, isCancelled: isCancelled) { heartbeat in
        try Self.measure(file, settings, heartbeat)
      }
      guard let found else { continue }
      video += found.video
      frames += found.frames
    }
    ratio = video > 0 ? frames / Double(video) : nil
  }

  /// Estimates the bytes that the frames of some videos take.
  ///
  /// - Parameter files: the videos.
  /// - Returns: the number of bytes; nil if it is unknown.
  func bytes(of files: [VideoFile]) -> Int? {
    guard let ratio else { return nil }
    let video = files.reduce(0) { $0 + ((try? FileStamp(of: $1.path))?.bytes ?? 0) }
    // A header may state more frames than any disk holds.
    return Int(min(Double(video) * ratio, 0x1p62))
  }

  /// Returns the bytes of a video, and the estimated bytes of its frames.
  private static func measure(
    _ file: VideoFile, _ settings: FrameStoreSettings, _ heartbeat: Heartbeat
  ) throws -> (video: Int, frames: Double) {
    let decoder = try VideoDecoder(
      path: file.path, name: file.name, isGivenUp: { heartbeat.isGivenUp })
    let bytes = try FileStamp(of: file.path).bytes
    guard try decoder.next() != nil else { return (bytes, 0) }
    let picture = try FrameScaler().jpeg(
      of: decoder.shownFrame(), width: settings.side, height: settings.side, by: JPEGCodec())
    // A file takes whole blocks of the disk.
    let size = (picture.count + 4095) / 4096 * 4096
    let pictures = settings.sampling.picturesPerFrame * Double(size)
    let frames = try Self.frames(of: decoder, bytes: bytes)
    return (bytes, frames * (pictures + FlowHistogram.bytesPerFrame))
  }

  /// The fewest bytes that a frame takes in a file, with what the format adds.
  private static let fewestBytes = 16.0
  /// The number of packets by which frames are estimated if the file states no duration.
  private static let packetsMeasured = 24

  /// Estimates the number of frames of a video whose first frame was decoded.
  ///
  /// It follows from the duration, if the file states one; otherwise from the size of the first
  /// packets. A header may state any duration, so there are at most as many frames as the file has
  /// room for.
  private static func frames(of decoder: VideoDecoder, bytes: Int) throws -> Double {
    let stated = decoder.statedFrames
    guard stated <= 0 else { return min(stated, Double(bytes) / fewestBytes) }
    while decoder.packetSizes.count < packetsMeasured, try decoder.next() != nil {}
    let sum = decoder.packetSizes.bytes
    return sum > 0 ? Double(bytes) / Double(sum) * Double(decoder.packetSizes.count) : 0
  }
}

extension FrameSampling {
  /// The mean number of stored pictures per frame of a video.
  fileprivate var picturesPerFrame: Double {
    let successors = negativeEvery > 0 ? 1 - 1 / Double(negativeEvery) : 1
    return (1 + successors + (storesLaterFrames ? 1 : 0)) / Double(stride)
  }
}
