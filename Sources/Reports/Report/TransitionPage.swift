import Basics
import Evaluation
import Foundation
import Videos

/// A page whose map moves between two planes of the same frames.
public struct TransitionPage {
  private let page: Page
  private let map: InteractiveMap
  private let limit: Int

  /// Arranges the page.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - findings: what changed, a paragraph each.
  ///   - collection: the groups that the page shows.
  ///   - planes: the planes in order: a name, and a place for every frame of the collection.
  ///   - videos: where the videos lie: a path from the page's folder, or from the root.
  ///   - limit: the bytes of thumbnails that the page may hold.
  ///   - threads: how many threads draw thumbnails.
  ///   - picture: reads the stored picture of a frame.
  /// - Throws: `MapError`, or an error of `picture`.
  public init(
    title: String, findings: [String], collection: ReportContent.Collection,
    planes: [(name: String, positions: [SIMD2<Float>])], videos: String, limit: Int, threads: Int,
    picture: @escaping @Sendable (FramesTable.Row) throws -> RGBImage
  ) throws {
    let colours = try FrameMap(
      frames: collection.frames, clusterCount: collection.summary.clusters, noun: "group",
      videos: collection.videos)
    map = try InteractiveMap(
      collection, map: colours, planes: planes, videos: videos, threads: threads, picture: picture)
    let hint = "Choose the other one at Map in the toolbar: every frame moves to its place there."
    page = Page(title: title, summary: findings + [hint], version: Version.current)
    self.limit = limit
  }

  /// Writes the page and, if it has no room for them, a folder with its thumbnails.
  ///
  /// - Parameter path: the page's path.
  /// - Throws: `SystemCallError`, or an error of reading the frames.
  public func write(to path: String) throws {
    var page = page
    page.map = try map.elements(besides: path, limit: limit)
    try page.write(to: path)
    try MapSheetShelf.removeOthers(besides: path, than: page.map?.folder)
  }
}
