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
    let folder = try ScratchFolder()
    try Folder.create(folder.path + "/videos")
    let picture = try PictureReader.picture(at: path)
    isPicture = picture != nil
    if let picture {
      try Self.write(picture, to: folder.path + "/videos/picture.avi")
    } else {
      let name = path.split(separator: "/").last.map(String.init) ?? "video"
      guard symlink(Folder.absolute(path), folder.path + "/videos/" + name) == 0 else {
        throw SystemCallError(action: "linking", path: path)
      }
    }
    let store = folder.path + "/frames"
    let ledger: Ledger
    do {
      ledger = try FramePreparation(
        sampling: settings.sampling, threads: 1, timeout: settings.timeout
      ).run(
        VideoCollection.scan(folder.path + "/videos"), into: store,
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
    let frames = EvaluationSet(of: try FrameStore(path: store).videos())
    features = try FeatureExtractor(try FrameStore(path: store)).features(
      of: frames,
      by: Checkpoint.network(
        from: run.checkpoints.path + "/" + checkpoint, precision: settings.featurePrecision),
      layer: summary.featureLayer
    ).l2Normalised()
    seconds = frames.seconds
  }

  /// The mean of all frames, of length 1.
  var mean: [Float] { CollectionSearch.mean(of: (0..<features.rows).map { Array(features[$0]) }) }

  /// Writes a picture as a short video, so that it takes the same way as every frame.
  private static func write(_ picture: RGBImage, to path: String) throws {
    let (width, height) = (picture.width / 2 * 2, picture.height / 2 * 2)
    let even = RGBImage(
      width: width, height: height,
      pixels: (0..<height).flatMap { row -> ArraySlice<UInt8> in
        let start = row * picture.width * 3
        return picture.pixels[start..<start + width * 3]
      })
    let encoder = try ClipEncoder(
      path: path, width: width, height: height, codec: "ffv1", pixelFormat: "bgr0")
    for _ in 0..<frames { try encoder.append(even) }
    try encoder.finish()
  }

  /// How long the video of a picture is: long enough that a frame has a successor.
  private static let frames = 30
}
