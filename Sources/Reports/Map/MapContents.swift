import Basics
import Evaluation

/// Turns a grouped collection into the data of a map: frames in their order, with names as numbers.
struct MapContents {
  /// The rows of the collection's frames in the order of ``MapOrder``.
  let order: [Int]
  private let collection: ReportContent.Collection
  private let map: FrameMap
  private let planes: [(name: String, places: MapPlane)]
  private let videoFolder: String
  private let strangeness: [UInt8]
  private let sureness: [UInt8]
  /// The place in ``order`` of every row.
  private let place: [UInt32]
  /// The number of every video.
  private let numbers: [String: Int]
  private let parts: [String]

  /// How many typical frames a cluster has at the head of its list.
  private static let typical = 24
  /// The words for parts of the split.
  private static let partNames = [
    "training": "trained on", "test": "held out", "both": "trained on and scored",
  ]

  /// Orders the frames and rates how typical they are.
  ///
  /// - Parameters:
  ///   - collection: the grouped frames and videos.
  ///   - map: the colours of clusters and categories.
  ///   - planes: planes with a place for every frame; the first one decides the order.
  ///   - videos: where the videos lie: a path from the page's folder, or from the root.
  init(
    _ collection: ReportContent.Collection, map: FrameMap,
    planes: [(name: String, positions: [SIMD2<Float>])], videos: String
  ) {
    (self.collection, self.map, videoFolder) = (collection, map, videos)
    self.planes = planes.map { ($0.name, MapPlane($0.positions)) }
    let typicality = FrameTypicality(
      collection.features, clusters: collection.frames.map(\.cluster),
      count: collection.summary.clusters)
    let strangeness = typicality.strangeness.map { UInt8($0 * 255) }
    self.strangeness = strangeness
    sureness = typicality.sureness.map { UInt8(($0 * 255).rounded()) }
    order =
      self.planes.first.map {
        MapOrder.order(x: $0.places.x, y: $0.places.y, strangeness: strangeness)
      } ?? []
    var place = [UInt32](repeating: MapData.Nearest.none, count: order.count)
    for (position, row) in order.enumerated() { place[row] = UInt32(position) }
    self.place = place
    numbers = Dictionary(
      collection.videos.enumerated().map { ($1.video, $0) }
    ) { first, _ in first }
    parts = Set(collection.videos.map(\.part)).subtracting([""]).sorted(by: >)
  }

  /// The data of the map.
  ///
  /// - Parameter levels: the sizes of the thumbnails.
  func data(levels: [MapSheetLayout]) -> MapData {
    MapData(
      id: identity, frames: frames, videos: videos,
      clusters: map.clusterSummaries.map { summary in
        let colour = ThemedColour(summary.colour)
        return MapData.Cluster(
          name: collection.names.names[summary.number], light: colour.light.code,
          dark: colour.dark.code, typical: typicalFrames(of: summary.number))
      },
      categories: zip(map.categories, map.categoryColours).map { name, colour in
        let colour = ThemedColour(colour)
        return MapData.Category(name: name, light: colour.light.code, dark: colour.dark.code)
      },
      parts: parts.map { Self.partNames[$0] ?? $0 }, sheets: MapData.Sheets(levels: levels))
  }

  private var frames: MapData.Frames {
    let rows = order.map { collection.frames[$0] }
    return MapData.Frames(
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
      sure: MapColumn(order.map { sureness[$0] }), nearest: nearest)
  }

  private var nearest: MapData.Nearest? {
    collection.nearestFrames.map { nearest in
      MapData.Nearest(
        count: nearest.count,
        frames: MapColumn(
          order.flatMap { row in
            let found = nearest[row].map { place[$0] }
            let missing = nearest.count - found.count
            return found + [UInt32](repeating: MapData.Nearest.none, count: missing)
          }))
    }
  }

  private var videos: [MapData.Video] {
    collection.videos.enumerated().map { number, video in
      // A grouping of an earlier version knows one nearest video each.
      let nearest =
        collection.nearestVideos.map { $0[number] } ?? numbers[video.nearest].map { [$0] } ?? []
      return MapData.Video(
        name: video.video, path: videoFolder + "/" + video.video,
        category: map.categories.firstIndex(of: video.category), cluster: video.cluster,
        part: parts.firstIndex(of: video.part), nearest: nearest, similarity: video.similarity)
    }
  }

  /// A frame of each of the most typical videos: the one that is most typical of the cluster.
  private func typicalFrames(of cluster: Int) -> [Int] {
    var best: [String: Int] = [:]
    for (row, frame) in collection.frames.enumerated() where frame.cluster == cluster {
      let known = best[frame.video]
      if known.map({ strangeness[row] < strangeness[$0] }) ?? true { best[frame.video] = row }
    }
    return collection.videos.filter { $0.cluster == cluster }.mostTypicalFirst
      .compactMap { best[$0.video] }.prefix(Self.typical).map { Int(place[$0]) }
  }

  /// Tells one clustering from others, so that names typed for one don't appear on another.
  private var identity: String {
    let digest = SHA256()
    for video in collection.videos { digest.update("\(video.cluster) \(video.video)\n") }
    return String(digest.finish().prefix(16))
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
