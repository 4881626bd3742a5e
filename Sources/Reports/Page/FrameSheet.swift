import Evaluation
import Foundation
import Videos

/// The frames of a map on a page: one JPEG with all thumbnails, and what the page draws over it.
///
/// The page draws the edges and the ground between thumbnails itself, in its colours. So a light and a
/// dark page share the thumbnails, which are most of the page's bytes.
package struct FrameSheet: Sendable {
  /// The thumbnails of a cluster.
  private struct Group: Sendable {
    var colour: ThemedColour
    var places: [(corner: Point, text: String)]
  }

  private let picture: EmbeddedPicture
  private let cell: Double
  private let border: Double
  private let groups: [Group]
  private let empty: String

  /// The bytes that the JPEG may have at the highest quality; else the next lower quality is tried.
  private static let wantedSize = 2_000_000
  private static let qualities = [82, 74, 66, 58, 50]

  /// Encodes the thumbnails.
  ///
  /// - Parameters:
  ///   - figure: the arrangement of the thumbnails.
  ///   - sheet: the picture of the thumbnails alone.
  ///   - map: the frames.
  ///   - text: the text that appears when the mouse points at a frame.
  /// - Throws: `PictureError`.
  package init(
    _ figure: FramesFigure, sheet: RGBImage, map: FrameMap, text: (FramesTable.Row) -> String
  ) throws {
    let codec = try JPEGCodec()
    var bytes: [UInt8] = []
    for quality in Self.qualities {
      bytes = try codec.encode(sheet, quality: quality, isProgressive: true)
      if bytes.count <= Self.wantedSize { break }
    }
    picture = EmbeddedPicture(.jpeg, bytes: bytes, width: sheet.width, height: sheet.height)
    let cell = figure.layout.first?.rectangle.width ?? 1
    self.cell = cell
    border = figure.border
    var places = Array(repeating: [(corner: Point, text: String)](), count: map.clusterCount)
    var isTaken: Set<Int> = []
    let side = Int(figure.grid.width / cell)
    for place in figure.layout {
      let row = map.frames[place.frame]
      let corner = Point(
        x: place.rectangle.x - figure.grid.x, y: place.rectangle.y - figure.grid.y)
      places[row.cluster].append((corner, text(row)))
      isTaken.insert(Int(corner.y / cell) * side + Int(corner.x / cell))
    }
    groups = zip(map.clusterSummaries, places).map {
      Group(colour: ThemedColour($0.colour), places: $1)
    }
    empty = Self.path(side: side, cell: Int(cell), isTaken: isTaken)
  }

  /// Covers the empty cells and the gaps between all others.
  ///
  /// All parts turn the same way: parts that overlap would else cancel out.
  private static func path(side: Int, cell: Int, isTaken: Set<Int>) -> String {
    var path = ""
    for row in 0..<side {
      var column = 0
      while column < side {
        let start = column
        while column < side, !isTaken.contains(row * side + column) { column += 1 }
        if column > start {
          path +=
            "M\(start * cell) \(row * cell)h\((column - start) * cell)v\(cell)"
            + "h\((start - column) * cell)z"
        }
        column += 1
      }
    }
    let whole = side * cell
    for line in 0...side {
      let start = line * cell - 1
      path += "M0 \(start)h\(whole)v2h-\(whole)zM\(start) 0h2v\(whole)h-2z"
    }
    return path
  }

  /// The width in pixels.
  var width: Double { Double(picture.width) }
  /// The height in pixels.
  var height: Double { Double(picture.height) }
  /// The colours of the edges.
  var colours: Set<ThemedColour> { Set(groups.map(\.colour)) }

  /// The contents of an `svg` element.
  var contents: String {
    let (inset, size) = (1 + border / 2, InlineSVG.short(cell - 2 - border))
    let spots = groups.filter { !$0.places.isEmpty }.map { group in
      let rectangles = group.places.map { place in
        "<rect x=\"\(InlineSVG.short(place.corner.x + inset))\" "
          + "y=\"\(InlineSVG.short(place.corner.y + inset))\">"
          + "<title>\(HTML.escaped(place.text))</title></rect>"
      }
      return "<g stroke=\"\(group.colour.code)\">\n\(rectangles.joined(separator: "\n"))\n</g>"
    }
    return """
      <image href="\(picture.address)" width="\(picture.width)" height="\(picture.height)"/>
      <path class="empty" d="\(empty)"/>
      <g class="spots" style="--side:\(size)px;--border:\(InlineSVG.short(border))px">
      \(spots.joined(separator: "\n"))
      </g>
      """
  }
}
