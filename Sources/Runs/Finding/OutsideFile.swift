import Basics
import Datasets
import Evaluation
import Foundation
import Numerics
import Training
import Videos

/// A video or a picture that is not in the collection, and what the run's network sees in it.
struct OutsideFile {
  /// The network's features of its frames, rows of length 1.
  let features: Features
  /// The second of every frame.
  let seconds: [Double]
  /// Whether the file is a picture.
  let isPicture: Bool
  private let frames: EvaluationSet
  private let store: FrameStore
  /// Holds the stored frames as long as this object is there.
  private let folder: ScratchFolder

  /// Extracts the file's frames as the run's were, and computes their features.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - run: the run.
  ///   - settings: its settings.
  ///   - context: can cancel the work.
  /// - Throws: ``SearchError/unreadable(path:reason:)``, ``RunError``, errors of reading or computing.
  init(
    _ path: String, like run: RunFolder, settings: Settings, in context: RunContext
  ) throws {
    folder = try ScratchFolder()
    let side = try FrameStore(path: run.frames(of: settings)).settings.side
    try Folder.create(folder.path + "/videos")
    let picture = try PictureReader.picture(at: path, side: side)
    isPicture = picture != nil
    if let picture {
      try Self.write(picture, to: folder.path + "/videos/picture.avi")
    } else {
      let name = path.split(separator: "/").last.map(String.init) ?? "video"
      guard symlink(Folder.absolute(path), folder.path + "/videos/" + name) == 0 else {
        throw SystemCallError(action: "linking", path: path)
      }
    }
    let ledger: Ledger
    do {
      ledger = try FramePreparation(
        side: side, sampling: settings.sampling, threads: 1, timeout: settings.timeout
      ).run(
        VideoCollection.scan(folder.path + "/videos"), into: folder.path + "/frames",
        isCancelled: context.isCancelled)
    } catch let error as PreparationError {
      guard case .nothingDecoded(_, let reasons) = error else { throw error }
      throw SearchError.unreadable(path: path, reason: reasons.joined(separator: "; "))
    }
    if let row = ledger.rows.first, row.status == .skipped {
      throw SearchError.unreadable(path: path, reason: row.reason)
    }
    let summary = try CollectionSummary(contentsOf: run.collection.summary)
    guard let checkpoint = summary.checkpoint else {
      throw RunError.notEvaluated(path: run.path)
    }
    store = try FrameStore(path: folder.path + "/frames")
    frames = EvaluationSet(of: try store.videos())
    features = try FeatureExtractor(store).features(
      of: frames,
      by: Checkpoint.network(
        from: run.checkpoints.path + "/" + checkpoint, precision: settings.featurePrecision),
      layer: summary.featureLayer
    ).l2Normalised()
    seconds = frames.seconds
  }

  /// The mean of all frames, of length 1.
  var mean: [Float] { CollectionSearch.mean(of: (0..<features.rows).map { Array(features[$0]) }) }

  /// Reads the picture of a frame.
  ///
  /// - Parameter number: the row of the frame in ``features``.
  /// - Throws: errors of reading.
  func picture(_ number: Int) throws -> RGBImage {
    let frame = frames.frames[number]
    return try JPEGCodec().read(store.path(of: frame, in: frames.videos[frame.video]))
  }

  /// Writes a picture as a short video, so that it takes the same way as every frame.
  private static func write(_ picture: RGBImage, to path: String) throws {
    let encoder = try ClipEncoder(
      path: path, width: picture.width, height: picture.height, codec: "ffv1",
      pixelFormat: "bgr0")
    for _ in 0..<length { try encoder.append(picture) }
    try encoder.finish()
  }

  /// How long the video of a picture is: long enough that a frame has a successor.
  private static let length = 30
}
