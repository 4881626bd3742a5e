import Basics
import Evaluation
import Reports
import Testing
import Videos

@Suite struct LabelTests {
  /// Maps on which labels used to hide points, or points each other.
  private static let maps: [(name: String, frames: [FramesTable.Row])] = [
    ("15 videos, a few frames each", fifteenVideos(spread: 0.6)),
    ("15 videos in equal places", fifteenVideos(spread: 0)),
    ("four blobs", blobs(of: 800, clusters: 4)),
    ("ten clusters in four places", blobs(of: 300, clusters: 10)),
    ("forty clusters", blobs(of: 2000, clusters: 40)),
    ("everywhere points", everywhere(12)),
    ("one frame", blobs(of: 1, clusters: 1)),
  ]

  @Test(arguments: maps.indices)
  func coverNoPointAndNoOtherLabel(number: Int) throws {
    let (name, frames) = Self.maps[number]
    for panel in try ClusterFigure(FrameMap(frames: frames), title: []).scatter {
      for (index, label) in panel.labels.enumerated() {
        let edge = label.box
        for place in panel.places {
          let nearest = edge.nearest(to: place)
          #expect(nearest.distance(to: place) >= panel.radius, "\(name), label \(label.group)")
        }
        #expect(edge.x >= panel.rectangle.x && edge.y >= panel.rectangle.y)
        #expect(edge.x + edge.width <= panel.rectangle.x + panel.rectangle.width)
        #expect(edge.y + edge.height <= panel.rectangle.y + panel.rectangle.height)
        for other in panel.labels[..<index] {
          #expect(!edge.overlaps(other.box) && !edge.meets(other.leader))
          #expect(!other.box.meets(label.leader))
        }
      }
    }
  }

  @Test(arguments: maps.indices)
  func everyClusterHasOneThatPointsAtIt(number: Int) throws {
    let (name, frames) = Self.maps[number]
    let panel = try #require(
      try ClusterFigure(FrameMap(frames: frames), title: []).scatter.first)
    let clusters = Set(frames.map(\.cluster))
    #expect(panel.labels.count == clusters.count, "\(name)")
    #expect(Set(panel.labels.map(\.group)) == clusters)
    for label in panel.labels {
      let end = label.leader[1]
      let distances = zip(panel.places, frames).map {
        (distance: $0.distance(to: end), cluster: $1.cluster)
      }
      let own = distances.filter { $0.cluster == label.group }.map(\.distance).min()
      #expect(try #require(own) < panel.radius + 2, "\(name), \(label.group)")
    }
  }

  /// The clusters whose frames lie on those of others are seen too: some pixels have their colour.
  ///
  /// The colours are 85 % of the cluster's over the panel's, or darker where points overlap: what is
  /// counted is a pixel that is nearest to this cluster's colour and not farther than 0.05 in Oklab.
  @Test(arguments: [0, 0.6])
  func allClustersAreSeen(spread: Double) throws {
    var frames = Self.fifteenVideos(spread: spread)
    for index in frames.indices { frames[index].category = "" }
    let map = try FrameMap(frames: frames)
    let figure = try ClusterFigure(map, title: [])
    let picture = try figure.picture()
    let panel = try #require(figure.scatter.first)
    let colours = map.clusterSummaries.map {
      OklabColour($0.colour.over(.panel, opacity: 0.85))
    }
    var seen = [Int](repeating: 0, count: colours.count)
    let box = panel.rectangle
    for y in Int(2 * box.y)..<Int(2 * (box.y + box.height)) {
      for x in Int(2 * box.x)..<Int(2 * (box.x + box.width)) {
        let pixel = picture[x, y]
        guard !isNear(pixel, (245, 246, 248)) else { continue }
        let lab = OklabColour(
          Colour(UInt32(pixel.red) << 16 | UInt32(pixel.green) << 8 | UInt32(pixel.blue)))
        let distances = colours.map { $0.distance(to: lab) }
        let nearest = try #require(distances.indices.min { distances[$0] < distances[$1] })
        if distances[nearest] < 0.05 { seen[nearest] += 1 }
      }
    }
    // A point of radius 5 has 314 pixels at two pixels a unit.
    #expect(seen.allSatisfy { $0 >= 60 }, "\(seen)")
  }

  @Test func framesHaveTheSamePlaceInBothPanels() throws {
    let figure = try ClusterFigure(
      FrameMap(frames: Self.fifteenVideos(spread: 0)), title: [])
    let places = figure.scatter.map { panel in
      panel.places.map { Point(x: $0.x - panel.rectangle.x, y: $0.y - panel.rectangle.y) }
    }
    #expect(places.count == 2)
    for (one, other) in zip(places[0], places[1]) { #expect(one.distance(to: other) < 1e-6) }
  }

  @Test func noPointMovesFarToMakeRoom() throws {
    let frames = Self.fifteenVideos(spread: 0)
    let panel = try #require(
      try ClusterFigure(FrameMap(frames: frames), title: []).scatter.first)
    for pair in zip(panel.places, frames) {
      let others = zip(panel.places, frames).filter { $0.1.x == pair.1.x && $0.1.y == pair.1.y }
      for other in others { #expect(pair.0.distance(to: other.0) <= 5 * panel.radius) }
    }
  }

  /// Ten clusters of 15 videos with three frames each; five clusters lie on each other at each of two
  /// places.
  private static func fifteenVideos(spread: Double) -> [FramesTable.Row] {
    var generator = SeededGenerator(seed: 3)
    return (0..<45).map { index in
      let cluster = index / 3 % 10
      return FramesTable.Row(
        video: "clip_\(index / 3).avi", category: cluster < 5 ? "a" : "b",
        seconds: Double(index % 3), cluster: cluster,
        x: (cluster < 5 ? -20 : 20) + spread * generator.gaussian(),
        y: spread * generator.gaussian())
    }
  }

  /// Points on a grid that leaves no room for a label between them.
  private static func everywhere(_ clusters: Int) -> [FramesTable.Row] {
    (0..<3600).map { index in
      FramesTable.Row(
        video: "a", seconds: 0, cluster: index / 60 * clusters / 60, x: Double(index % 60),
        y: Double(index / 60))
    }
  }
}
