import Basics
import Evaluation
import Videos

/// The size and the arrangement of the thumbnails of one level.
package struct MapSheetLayout: Encodable, Equatable {
  /// The width of a thumbnail in pixels.
  package var width: Int
  /// The height of a thumbnail in pixels.
  package var height: Int
  /// How many thumbnails a row of a sheet has.
  package var columns: Int
  /// How many rows a whole sheet has.
  package var rows: Int

  /// How many thumbnails a whole sheet has.
  package var tiles: Int { columns * rows }

  /// The longer side of a sheet in pixels: graphics memory holds many sheets of this size.
  private static let side = 1024
  /// The longer sides of the levels' thumbnails in pixels.
  private static let sizes = [16, 32, 128]

  /// The levels for pictures of a shape.
  ///
  /// - Parameters:
  ///   - width: the width of the pictures.
  ///   - height: the height of the pictures.
  package static func levels(width: Int, height: Int) -> [MapSheetLayout] {
    let (width, height) = (max(width, 1), max(height, 1))
    let longer = Double(max(width, height))
    return sizes.map { size in
      let tile = [width, height].map { max(1, Int((Double($0) / longer * Double(size)).rounded())) }
      return MapSheetLayout(
        width: tile[0], height: tile[1], columns: side / tile[0], rows: side / tile[1])
    }
  }
}

/// A picture of many thumbnails.
package struct MapSheet: Equatable {
  /// The number of the level, the smallest thumbnails first.
  package var level: Int
  /// The number of the sheet in its level.
  package var number: Int
  /// A JPEG file.
  package var bytes: [UInt8]
}

/// Draws the sheets of all levels in one pass over the pictures.
package struct MapSheetDrawer {
  /// The levels.
  package let levels: [MapSheetLayout]
  private let count: Int
  private let threads: Int

  /// The quality of the JPEG files; the small ones are looked at closely, enlarged.
  private static let qualities = [85, 82, 76]

  /// Plans the sheets.
  ///
  /// - Parameters:
  ///   - levels: the levels.
  ///   - count: the number of frames.
  ///   - threads: how many threads make pictures smaller.
  package init(_ levels: [MapSheetLayout], count: Int, threads: Int) {
    (self.levels, self.count, self.threads) = (levels, count, threads)
  }

  /// Draws the sheets.
  ///
  /// - Parameters:
  ///   - picture: reads the picture of a frame, given its place in the order; several threads call it.
  ///   - progress: called with the number of finished frames.
  ///   - finish: receives each sheet when it is full.
  /// - Throws: errors of `picture` and `finish`, `PictureError`.
  package func draw(
    _ picture: @escaping @Sendable (_ frame: Int) throws -> RGBImage,
    progress: (_ done: Int) -> Void = { _ in }, finish: (MapSheet) throws -> Void
  ) throws {
    let codec = try JPEGCodec()
    var open = levels.map { OpenSheet($0) }
    var done = levels.map { _ in 0 }
    // A few pictures at a time are read and made smaller, side by side.
    let stretch = 256
    for start in stride(from: 0, to: count, by: stretch) {
      let frames = start..<min(start + stretch, count)
      let tiles = try tiles(of: frames, picture)
      progress(frames.upperBound)
      for (offset, frame) in frames.enumerated() {
        for level in levels.indices {
          open[level].put(tiles[offset][level])
          guard open[level].isFull || frame == count - 1 else { continue }
          let bytes = try codec.encode(
            open[level].picture, quality: Self.qualities[min(level, Self.qualities.count - 1)],
            isProgressive: false)
          try finish(MapSheet(level: level, number: done[level], bytes: bytes))
          done[level] += 1
          open[level] = OpenSheet(levels[level])
        }
      }
    }
  }

  /// Reads pictures and makes each smaller, to the size of each level.
  private func tiles(
    of frames: Range<Int>, _ picture: @escaping @Sendable (_ frame: Int) throws -> RGBImage
  ) throws -> [[RGBImage]] {
    try concurrentlyMade(frames.count, threads: threads) { [levels] offset in
      // Smaller levels are made of the largest one, which is nearly the same and faster.
      var source = try picture(frames.lowerBound + offset)
      return levels.reversed().map { level in
        source = source.reduced(width: level.width, height: level.height)
        return source
      }.reversed()
    }
  }
}

/// A sheet that thumbnails are put into.
private struct OpenSheet {
  private let layout: MapSheetLayout
  private var pixels: [UInt8]
  private var tiles = 0

  init(_ layout: MapSheetLayout) {
    self.layout = layout
    pixels = [UInt8](
      repeating: 128, count: layout.tiles * layout.width * layout.height * 3)
  }

  var isFull: Bool { tiles == layout.tiles }

  /// The sheet, as low as its thumbnails allow.
  var picture: RGBImage {
    let rows = (tiles + layout.columns - 1) / layout.columns
    let (width, height) = (layout.columns * layout.width, rows * layout.height)
    return RGBImage(width: width, height: height, pixels: Array(pixels.prefix(width * height * 3)))
  }

  mutating func put(_ tile: RGBImage) {
    let left = tiles % layout.columns * layout.width
    let top = tiles / layout.columns * layout.height
    let stride = layout.columns * layout.width * 3
    for row in 0..<layout.height {
      let start = (top + row) * stride + left * 3
      let source = row * layout.width * 3
      pixels.replaceSubrange(
        start..<start + layout.width * 3, with: tile.pixels[source..<source + layout.width * 3])
    }
    tiles += 1
  }
}
