import Basics
import Evaluation
import Foundation
import Numerics
import Reports
import Videos

/// Writes the features of the grouped frames for TensorBoard's embedding projector, with a picture for each frame.
///
/// The files lie beside the event file: `projector_config.pbtxt`, `frames.tsv`, `frames-metadata.tsv` and
/// `frames-sprite.png` (https://github.com/tensorflow/tensorboard/blob/master/docs/tensorboard_projector_plugin.ipynb).
struct ProjectorFiles {
  /// The most frames: the projector says that it draws at most 10 000 pictures.
  private static let mostFrames = 10_000
  /// The longest side of the sprite in pixels, which browsers can take as a texture.
  private static let longestSide = 8192
  /// The largest width of a frame's picture in pixels.
  private static let largestWidth = 100

  let collection: CollectionFolder
  let store: FrameStore

  /// Writes the files.
  ///
  /// - Parameters:
  ///   - folder: the folder of the event file; it is created.
  ///   - isCancelled: asked between pictures.
  /// - Throws: errors of reading and writing; `CancellationError`.
  func write(to folder: String, isCancelled: () -> Bool = { false }) throws {
    let frames = try FramesTable(reading: collection.frames, hasParts: true).rows
    let features = try Features(contentsOf: collection.features)
    let count = min(frames.count, Self.mostFrames)
    guard count > 0, features.rows == frames.count else { return }
    let drawn = (0..<count).map { $0 * frames.count / count }
    try Folder.create(folder)
    let tile = try writeSprite(drawn.map { frames[$0] }, to: folder, isCancelled: isCancelled)
    try DurableFile.write(
      drawn.map { features[$0].map { "\($0)" }.joined(separator: "\t") + "\n" }.joined(),
      to: folder + "/frames.tsv")
    let head = "video\tcategory\tgroup\tseconds\tframe\n"
    try DurableFile.write(
      head
        + drawn.map { place in
          let row = frames[place]
          let cells = [row.video, row.category, "\(row.cluster)", "\(row.seconds)", "\(row.frame)"]
          return cells.map(Self.cell).joined(separator: "\t") + "\n"
        }.joined(), to: folder + "/frames-metadata.tsv")
    // The configuration last: it names the others.
    try DurableFile.write(
      """
      embeddings {
        tensor_name: "frames"
        tensor_path: "frames.tsv"
        metadata_path: "frames-metadata.tsv"
        sprite {
          image_path: "frames-sprite.png"
          single_image_dim: \(tile.width)
          single_image_dim: \(tile.height)
        }
      }

      """, to: folder + "/projector_config.pbtxt")
  }

  /// Draws all pictures into one, row by row.
  private func writeSprite(
    _ frames: [FramesTable.Row], to folder: String, isCancelled: () -> Bool
  ) throws -> (width: Int, height: Int) {
    let codec = try JPEGCodec()
    func picture(_ frame: FramesTable.Row) throws -> RGBImage {
      try codec.read(store.queryPath(frame.video, frame: frame.frame))
    }
    let shape = try picture(frames[0])
    let columns = Int(Double(frames.count).squareRoot().rounded(.up))
    let longest = min(Self.largestWidth, Self.longestSide / columns)
    let scale = Double(longest) / Double(max(shape.width, shape.height))
    let tile = (
      width: max(1, Int(Double(shape.width) * scale)),
      height: max(1, Int(Double(shape.height) * scale))
    )
    let rows = (frames.count + columns - 1) / columns
    var sprite = RGBImage(width: columns * tile.width, height: rows * tile.height)
    for (number, frame) in frames.enumerated() {
      if isCancelled() { throw CancellationError() }
      let small = try picture(frame).reduced(width: tile.width, height: tile.height)
      let (left, top) = (number % columns * tile.width, number / columns * tile.height)
      for y in 0..<tile.height {
        let start = ((top + y) * sprite.width + left) * 3
        let row = y * tile.width * 3
        sprite.pixels.replaceSubrange(
          start..<(start + tile.width * 3), with: small.pixels[row..<(row + tile.width * 3)])
      }
    }
    try DurableFile.write(Surface(sprite).png(), to: folder + "/frames-sprite.png")
    return tile
  }

  /// A cell of a table whose columns are parted by tabs.
  private static func cell(_ text: String) -> String {
    text.replacing(/[\t\r\n]/, with: " ")
  }
}
