import Basics
import Evaluation
import Foundation
import Numerics
import Videos

/// The interactive map of a collection: the data, the thumbnails and the scripts that the page shows it with.
package struct InteractiveMap {
  private let data: MapData
  private let rows: [FramesTable.Row]
  private let drawer: MapSheetDrawer
  private let picture: (FramesTable.Row) throws -> RGBImage

  /// How many typical frames a cluster has at the head of its list.
  private static let typical = 24

  /// Arranges a map.
  ///
  /// - Parameters:
  ///   - collection: the grouped frames and videos.
  ///   - map: the colours of clusters.
  ///   - planes: planes with a place for every frame; if left out, the collection's own.
  ///   - videos: where the videos lie: a path from the page's folder, or from the root.
  ///   - threads: how many threads draw thumbnails.
  ///   - picture: reads the stored picture of a frame.
  /// - Throws: an error of `picture`.
  init(
    _ collection: ReportContent.Collection, map: FrameMap,
    planes: [(name: String, positions: [SIMD2<Float>])]? = nil, videos: String, threads: Int,
    picture: @escaping (FramesTable.Row) throws -> RGBImage
  ) throws {
    self.picture = picture
    let typicality = FrameTypicality(
      collection.features, clusters: collection.frames.map(\.cluster),
      count: collection.summary.clusters)
    let strangeness = typicality.strangeness.map { UInt8($0 * 255) }
    let planes: [(name: String, places: MapPlane)] =
      planes?.map { ($0.name, MapPlane($0.positions)) }
      ?? [("Frames", MapPlane(collection.frames.map { SIMD2(Float($0.x), Float($0.y)) }))]
    let order =
      planes.first.map {
        MapOrder.order(x: $0.places.x, y: $0.places.y, strangeness: strangeness)
      } ?? []
    rows = order.map { collection.frames[$0] }
    let numbers = Dictionary(
      collection.videos.enumerated().map { ($1.video, $0) }
    ) { first, _ in first }
    var place = [UInt32](repeating: MapData.Nearest.none, count: order.count)
    for (position, row) in order.enumerated() { place[row] = UInt32(position) }

    var frames = MapData.Frames(
      count: rows.count,
      maps: planes.map { name, plane in
        MapData.Plane(
          name: name, x: MapColumn(order.map { plane.x[$0] }),
          y: MapColumn(order.map { plane.y[$0] }))
      },
      video: MapColumn(rows.map { UInt32(numbers[$0.video] ?? 0) }),
      time: MapColumn(rows.map { Float($0.seconds) }),
      number: MapColumn(rows.map { UInt32(clamping: $0.frame) }),
      cluster: MapColumn(rows.map { UInt16(clamping: $0.cluster) }),
      outlier: MapColumn(order.map { strangeness[$0] }),
      sure: MapColumn(order.map { UInt8((typicality.sureness[$0] * 255).rounded()) }))
    frames.nearest = collection.nearestFrames.map { nearest in
      MapData.Nearest(
        count: nearest.count,
        frames: MapColumn(
          order.flatMap { row in
            let found = nearest[row].map { place[$0] }
            let none = [UInt32](
              repeating: MapData.Nearest.none, count: nearest.count - found.count)
            return found + none
          }))
    }

    let first = try rows.first.map(picture)
    let levels = MapSheetLayout.levels(width: first?.width ?? 1, height: first?.height ?? 1)
    drawer = MapSheetDrawer(levels, count: rows.count, threads: threads)
    let parts = Self.parts(of: collection.videos)
    data = MapData(
      id: Self.identity(of: collection), frames: frames,
      videos: collection.videos.enumerated().map { number, video in
        MapData.Video(
          name: video.video, path: videos + "/" + video.video,
          category: map.categories.firstIndex(of: video.category), cluster: video.cluster,
          part: parts.firstIndex(of: video.part),
          nearest: collection.nearestVideos.map { $0[number] }
            ?? numbers[video.nearest].map { [$0] } ?? [],
          similarity: video.similarity)
      },
      clusters: map.clusterSummaries.map { summary in
        let colour = ThemedColour(summary.colour)
        return MapData.Cluster(
          name: collection.names.names[summary.number], light: colour.light.code,
          dark: colour.dark.code,
          typical: Self.typicalFrames(
            of: summary.number, in: collection, strangeness: strangeness, place: place))
      },
      categories: zip(map.categories, map.categoryColours).map { name, colour in
        let colour = ThemedColour(colour)
        return MapData.Category(name: name, light: colour.light.code, dark: colour.dark.code)
      }, parts: parts.map { Self.partNames[$0] ?? $0 },
      sheets: MapData.Sheets(levels: levels))
  }

  /// The words for parts of the split.
  private static let partNames = [
    "training": "trained on", "test": "held out", "both": "trained on and scored",
  ]

  private static func parts(of videos: [CollectionVideo]) -> [String] {
    Set(videos.map(\.part)).subtracting([""]).sorted(by: >)
  }

  /// A frame of each of the most typical videos: the one that is most typical of the cluster.
  private static func typicalFrames(
    of cluster: Int, in collection: ReportContent.Collection, strangeness: [UInt8],
    place: [UInt32]
  ) -> [Int] {
    var best: [String: Int] = [:]
    for (row, frame) in collection.frames.enumerated() where frame.cluster == cluster {
      let known = best[frame.video]
      if known.map({ strangeness[row] < strangeness[$0] }) ?? true {
        best[frame.video] = row
      }
    }
    return collection.videos.filter { $0.cluster == cluster }.mostTypicalFirst
      .compactMap { best[$0.video] }.prefix(typical).map { Int(place[$0]) }
  }

  /// Tells one clustering from others, so that names typed for one don't appear on another.
  private static func identity(of collection: ReportContent.Collection) -> String {
    let digest = SHA256()
    for video in collection.videos { digest.update("\(video.cluster) \(video.video)\n") }
    return String(digest.finish().prefix(16))
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
    try drawer.draw({ frame in
      progress(frame + 1)
      return try picture(rows[frame])
    }) { try shelf.add($0) }
    var data = data
    data.sheets?.folder = try shelf.finish()
    return MapElements(data: try data.json(), sheets: shelf.sheets, folder: data.sheets?.folder)
  }
}

/// The places of frames, from 0 to 65535 from the top left; both sides have the same scale.
struct MapPlane {
  /// The places from left to right.
  let x: [UInt16]
  /// The places from top to bottom.
  let y: [UInt16]

  /// Takes the places of frames, whose y grows upwards.
  init(_ positions: [SIMD2<Float>]) {
    let (xs, ys) = (positions.map { Double($0.x) }, positions.map { -Double($0.y) })
    let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
    let side = max((xs.max() ?? 0) - left, (ys.max() ?? 0) - top, .leastNonzeroMagnitude)
    func whole(_ value: Double) -> UInt16 { UInt16((value / side * 65535).rounded()) }
    x = xs.map { whole($0 - left) }
    y = ys.map { whole($0 - top) }
  }
}
