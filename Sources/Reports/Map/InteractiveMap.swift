import Basics
import Evaluation
import Videos

/// The interactive map of a collection: the data, the thumbnails and the scripts that the page shows it with.
package struct InteractiveMap {
  private let data: MapData
  private let rows: [FramesTable.Row]
  private let drawer: MapSheetDrawer
  private let picture: @Sendable (FramesTable.Row) throws -> RGBImage

  /// Arranges a map.
  ///
  /// - Parameters:
  ///   - collection: the grouped frames and videos.
  ///   - map: the colours of clusters and categories.
  ///   - planes: planes with a place for every frame; if left out, the collection's own.
  ///   - videos: where the videos lie: a path from the page's folder, or from the root.
  ///   - threads: how many threads draw thumbnails.
  ///   - picture: reads the stored picture of a frame.
  /// - Throws: an error of `picture`.
  init(
    _ collection: ReportContent.Collection, map: FrameMap,
    planes: [(name: String, positions: [SIMD2<Float>])]? = nil, videos: String, threads: Int,
    picture: @escaping @Sendable (FramesTable.Row) throws -> RGBImage
  ) throws {
    let own = collection.frames.map { SIMD2(Float($0.x), Float($0.y)) }
    let contents = MapContents(
      collection, map: map, planes: planes ?? [("Frames", own)], videos: videos)
    rows = contents.order.map { collection.frames[$0] }
    let first = try rows.first.map(picture)
    let levels = MapSheetLayout.levels(width: first?.width ?? 1, height: first?.height ?? 1)
    data = contents.data(levels: levels)
    drawer = MapSheetDrawer(levels, count: rows.count, threads: threads)
    self.picture = picture
  }

  /// Draws all thumbnails and writes those that the page has no room for.
  ///
  /// - Parameters:
  ///   - page: the path of the page.
  ///   - limit: the bytes that thumbnails may take in the page; if they are more, all lie beside it.
  ///   - progress: called with the number of finished frames.
  /// - Returns: the parts of the page.
  /// - Throws: errors of reading pictures, `PictureError`, `SystemCallError`.
  func elements(
    besides page: String, limit: Int, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> MapElements {
    let shelf = MapSheetShelf(besides: page, id: data.id, limit: limit)
    let (rows, picture) = (rows, picture)
    try drawer.draw({ try picture(rows[$0]) }, progress: progress) { try shelf.add($0) }
    var data = data
    data.sheets?.folder = try shelf.finish()
    return MapElements(data: try data.json(), sheets: shelf.sheets, folder: data.sheets?.folder)
  }
}
