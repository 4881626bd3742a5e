import Basics
import Evaluation
import Videos

/// The frames as thumbnails near their places on the map, with edges in the colours of their clusters or categories.
///
/// Thumbnails do not overlap. They are at least 64 pixels wide for up to 9 000 frames, and never less
/// than 48; the figure has about 8 000 pixels a side. If not all frames fit, every n-th is shown and
/// the heading says so.
package struct FramesFigure: Figure {
  /// The width in pixels.
  package let width: Double
  /// The height in pixels.
  package let height: Double
  /// One pixel a unit, because thumbnails are pictures already.
  package var pixelsPerUnit: Double { 1 }
  /// The places of the thumbnails, in the order of the map's frames.
  package let layout: [ThumbnailPlace]

  /// The lines above the thumbnails.
  package let heading: Heading
  /// The square of cells in which the thumbnails are.
  package let grid: Rectangle
  /// The width of the edge around a thumbnail.
  ///
  /// Between two edges are two pixels of ground.
  let border: Double

  private let colours: [Colour]
  private let margin: Double
  private let thumbnail: @Sendable (Int) throws -> RGBImage
  private let threads: Int

  private static let longestSide = 8000.0
  private static let usualSide = 4000.0
  private static let smallestCell = 48.0

  /// Arranges the thumbnails.
  ///
  /// Their pictures are requested during drawing.
  ///
  /// - Parameters:
  ///   - map: the frames.
  ///   - title: the lines above it; the first is the title.
  ///   - edges: what the colours of the edges tell.
  ///   - longestSide: the largest number of pixels a side.
  ///   - threads: how many threads read and paint the pictures.
  ///   - thumbnail: returns the picture of a frame; its argument is an index into the map's frames. Several threads call it.
  /// - Throws: ``DrawingError`` if text cannot be measured.
  /// - Complexity: that of ``ThumbnailGrid``, usually O(N √N) for N frames.
  package init(
    _ map: FrameMap, title: [String], edges: FrameEdges = .cluster, longestSide: Int = 8000,
    threads: Int = 1, thumbnail: @escaping @Sendable (Int) throws -> RGBImage
  ) throws {
    let room = min(Double(longestSide), Self.longestSide) * 0.9
    let most = Self.mostFrames(within: room)
    let shown = Self.evenly(min(map.frames.count, most), of: map.frames.count)
    let frames = shown.map { map.frames[$0] }
    let grid = ThumbnailGrid(frames)
    let side = Double(grid.side)
    let wish = min(max(min(Self.usualSide, room) / side, 64), 160)
    let cell = max(min(wish, room / side), Self.smallestCell).rounded(.down)
    let canvas = max(side * cell, 640)
    let scale = max(canvas / 1600, 0.8)
    margin = (0.025 * canvas).rounded()
    width = canvas + 2 * margin
    let ruler = try Drawing.ruler()
    var lines = title
    if shown.count < map.frames.count {
      lines.append(
        "\(NumberText.count(shown.count)) of \(NumberText.count(map.frames.count)) frames shown, evenly drawn"
      )
    }
    heading = Heading(lines, within: canvas, scale: scale, ruler: ruler)
    try ruler.finish()
    let top = (margin + heading.height).rounded()
    height = top + side * cell + margin
    let left = margin + ((canvas - side * cell) / 2).rounded()
    border = max(2, (0.045 * (cell - 2)).rounded())
    self.grid = Rectangle(x: left, y: top, width: side * cell, height: side * cell)
    layout = zip(shown, grid.cellOfPoint).map { frame, place in
      ThumbnailPlace(
        frame: frame,
        rectangle: Rectangle(
          x: left + Double(place % grid.side) * cell,
          y: top + Double(place / grid.side) * cell, width: cell, height: cell))
    }
    colours = frames.map { map.edgeColour(of: $0, edges) }
    (self.thumbnail, self.threads) = (thumbnail, threads)
  }

  /// Draws the thumbnails, their edges and the heading.
  ///
  /// - Throws: an error of `thumbnail`, ``DrawingError``, `PictureError`, or `ThreadError`.
  package func draw(on drawing: Drawing) throws { try draw(on: [drawing], sheet: nil) }

  /// What one pass over the thumbnails draws.
  struct Formats {
    /// The figure.
    let picture: RGBImage
    /// The ``FramesFigure/grid`` with the thumbnails alone.
    ///
    /// There is neither heading nor edge. Every thumbnail fills its cell, which keeps a JPEG small. The page draws
    /// the edges itself, in colours for its ground.
    let sheet: RGBImage
    /// The figure as PDF.
    let pdf: [UInt8]
  }

  /// Draws the figure in all formats.
  ///
  /// - Throws: as ``draw(on:)``.
  func formats() throws -> Formats {
    let picture = try Surface(width: Int(width.rounded()), height: Int(height.rounded()))
    let sheet = try Surface(width: Int(grid.width), height: Int(grid.height))
    let paper = try pdfSurface()
    let drawings = [
      try Drawing(on: picture, scale: 1), try Drawing(on: sheet, scale: 1),
      try pdfDrawing(on: paper),
    ]
    // Grey is a compromise: a light or a dark ground covers it, and its edges must not shine through.
    drawings[1].fill(Rectangle(x: 0, y: 0, width: grid.width, height: grid.height), .sheet)
    try draw(on: [drawings[0], drawings[2]], sheet: drawings[1])
    for drawing in drawings { try drawing.finish() }
    return Formats(
      picture: try picture.picture(), sheet: try sheet.picture(), pdf: try paper.finish())
  }

  /// Draws the thumbnails alone.
  ///
  /// - Throws: an error of `thumbnail`, or ``DrawingError``.
  package func picturesAlone() throws -> RGBImage { try formats().sheet }

  private func draw(on drawings: [Drawing], sheet: Drawing?) throws {
    for drawing in drawings { heading.draw(on: drawing, at: Point(x: margin, y: margin)) }
    // Other threads read the next pictures while these are painted.
    let pieces = (layout.count + Self.piece - 1) / Self.piece
    let ahead = threads > 1 ? Prefetch(0..<pieces, capacity: 1, make: pictures) : nil
    for piece in 0..<pieces {
      for (offset, picture) in try (ahead?.next() ?? pictures(piece)).enumerated() {
        let number = piece * Self.piece + offset
        let rectangle = layout[number].rectangle
        let edge = rectangle.inset(by: 1)
        for drawing in drawings {
          drawing.fill(edge, colours[number])
          try drawing.paint(picture, covering: edge.inset(by: border))
        }
        var cell = rectangle
        cell.x -= grid.x
        cell.y -= grid.y
        try sheet?.paint(picture, covering: cell.inset(by: 1 + border), filling: cell)
      }
    }
  }

  /// So many pictures are read at a time.
  private static let piece = 64

  /// Reads some pictures, and makes them smaller for vector drawings.
  private var pictures: @Sendable (_ piece: Int) throws -> [PreparedPicture] {
    let (thumbnail, layout, border, detail) = (thumbnail, layout, border, pixelsPerUnit)
    let others = max(threads - 1, 1)
    return { piece in
      let places = layout[piece * Self.piece..<min((piece + 1) * Self.piece, layout.count)]
      return try concurrentlyMade(places.count, threads: others) { offset in
        let place = places[places.startIndex + offset]
        let covered = place.rectangle.inset(by: 1 + border)
        return try PreparedPicture(
          thumbnail(place.frame), covering: (covered.width, covered.height), pixelsPerUnit: detail)
      }
    }
  }

  /// The largest number of frames with recognisable thumbnails on a square of `room` pixels a side.
  private static func mostFrames(within room: Double) -> Int {
    let cells = (room / smallestCell).rounded(.down)
    return max(1, Int(cells * cells / ThumbnailGrid.cellsPerPoint))
  }

  /// Chooses some of the numbers `0 ..< count`, at even steps.
  private static func evenly(_ wanted: Int, of count: Int) -> [Int] {
    (0..<wanted).map { $0 * count / wanted }
  }
}

/// What the edges of thumbnails tell by their colour.
public enum FrameEdges: String, Codable, CaseIterable, Sendable {
  /// The cluster or the group.
  case cluster
  /// The category; frames without one have grey edges.
  case category
}

extension FrameMap {
  /// The colour of the edge around a frame's thumbnail.
  fileprivate func edgeColour(of frame: FramesTable.Row, _ edges: FrameEdges) -> Colour {
    switch edges {
    case .cluster: clusterSummaries[frame.cluster].colour
    case .category:
      categories.firstIndex(of: frame.category).map { categoryColours[$0] } ?? .faintInk
    }
  }
}

/// The place of a frame's thumbnail in a ``FramesFigure``.
package struct ThumbnailPlace: Equatable, Sendable {
  /// The frame's index in the map's frames.
  package let frame: Int
  /// The cell with its border, in pixels of the figure.
  package let rectangle: Rectangle
}
