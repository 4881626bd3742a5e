import Evaluation
import Foundation
import Reports
import TestSupport
import Testing
import Videos

@Suite struct FrameMapTests {
  @Test func refusesFramesThatLieNowhere() throws {
    var frames = blobs(of: 3, clusters: 1)
    frames[2].y = .nan
    let error = #expect(throws: MapError.self) { try FrameMap(frames: frames) }
    #expect(error?.description.hasPrefix("frame 2 (video-0.avi at 0.8 s) has the place (") == true)
    frames[2].y = .infinity
    #expect(throws: MapError.self) { try FrameMap(frames: frames) }
  }

  @Test func refusesNoFramesAndClustersBelowZero() {
    #expect(throws: MapError.self) { try FrameMap(frames: []) }
    let frame = FramesTable.Row(video: "a", seconds: 0, cluster: -1, x: 0, y: 0)
    #expect(throws: MapError.self) { try FrameMap(frames: [frame]) }
  }

  /// A table of so many clusters would not fit into memory.
  @Test func refusesMoreClustersThanFrames() {
    let frames = [frame("a", "", 0), frame("b", "", 1 << 40)]
    #expect(throws: MapError.self) { try FrameMap(frames: frames) }
    let error = #expect(throws: MapError.self) {
      try FrameMap(frames: [frame("a", "", 0)], clusterCount: 1 << 40)
    }
    #expect(
      error?.description == "1099511627776 clusters of 1 frames cannot be drawn; evaluate again")
  }

  /// Cluster 0 has two frames of b, one of a and one without a category: the share of b is 0.5.
  @Test func summarisesClusters() throws {
    let map = try FrameMap(
      frames: [
        frame("1.avi", "b", 0), frame("1.avi", "b", 0), frame("2.avi", "a", 0),
        frame("3.avi", "", 0), frame("4.avi", "a", 2),
      ], clusterCount: 4)
    // a is the first category, b the second; clusters without frames come after them.
    let palette = Palette(count: 4)
    #expect(
      map.clusterSummaries == [
        ClusterSummary(
          number: 0, frames: 4, videos: 3, topCategory: "b", topShare: 0.5, colour: palette[1]),
        ClusterSummary(
          number: 1, frames: 0, videos: 0, topCategory: nil, topShare: nil, colour: palette[2]),
        ClusterSummary(
          number: 2, frames: 1, videos: 1, topCategory: "a", topShare: 1, colour: palette[0]),
        ClusterSummary(
          number: 3, frames: 0, videos: 0, topCategory: nil, topShare: nil, colour: palette[3]),
      ])
    #expect(map.categories == ["a", "b"])
  }

  @Test func namesTheFirstOfEquallyFrequentCategories() throws {
    let map = try FrameMap(frames: [frame("1", "b", 0), frame("2", "a", 0)])
    #expect(map.clusterSummaries[0].topCategory == "a")
  }

  private func frame(_ video: String, _ category: String, _ cluster: Int) -> FramesTable.Row {
    FramesTable.Row(video: video, category: category, seconds: 0, cluster: cluster, x: 0, y: 0)
  }
}

@Suite struct ClusterFigureTests {
  /// Four points at the corners of a square, without categories.
  ///
  /// The upper points show their colours: 85 % of the cluster's colour over the panel's (245, 246, 248). The
  /// panel of 800 units begins at (40, 64). A rim of 28 units and a radius of 5 remain free inside. The upper
  /// corners are therefore at x = 40 + 33 = 73 and 40 + 767 = 807 and at y = 64 + 33 = 97, and twice that
  /// in pixels.
  @Test func drawsPointsWhereTheyLieInTheirClustersColour() throws {
    let corners = [(-1.0, -1.0, 0), (-1.0, 1.0, 0), (1.0, -1.0, 1), (1.0, 1.0, 1)]
    let map = try FrameMap(
      frames: corners.map {
        FramesTable.Row(video: "a.avi", seconds: 0, cluster: $0.2, x: $0.0, y: $0.1)
      })
    let picture = try ClusterFigure(map, title: []).picture()
    #expect(isNear(picture[146, 194], (37, 134, 189)))
    #expect(isNear(picture[1614, 194], (232, 172, 37)))
    #expect(isNear(picture[880, 928], (245, 246, 248)), "the panel's middle is empty")
    #expect(isNear(picture[4, 4], (255, 255, 255)), "the margin is white")
  }

  @Test func writesFilesOfTheSizeThatItSays() throws {
    let folder = try TemporaryFolder()
    let map = try FrameMap(frames: blobs(of: 200, clusters: 4))
    let figure = try ClusterFigure(map, title: ["Blobs · 200 frames", "entropy 0.00 bits"])
    try figure.write(png: folder("clusters.png"))
    try figure.write(svg: folder("clusters.svg"))
    let png = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder("clusters.png"))))
    #expect(pngSize(png) == [Int(figure.width * 2), Int(figure.height * 2)])
    let svg = try XMLSummary(Data(contentsOf: URL(fileURLWithPath: folder("clusters.svg"))))
    #expect(svg.elements.first?.name == "svg")
    #expect(svg.elements.first?.attributes["viewBox"] == "0 0 1240 \(Int(figure.height))")
    #expect(!svg.elements.contains { $0.name == "image" }, "nothing is rasterised")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        == ["clusters.png", "clusters.svg"])
  }

  @Test(arguments: [1, 2, 101, 1000])
  func drawsAnyNumberOfClusters(count: Int) throws {
    let map = try FrameMap(frames: blobs(of: max(count, 30), clusters: count))
    let figure = try ClusterFigure(map, title: ["\(count) clusters"])
    #expect(figure.height < 2000)
    _ = try figure.svg()
  }

  @Test func drawsTheSameFigureAgain() throws {
    let map = try FrameMap(frames: blobs(of: 300, clusters: 4))
    let first = try ClusterFigure(map, title: ["a"]).picture()
    #expect(try ClusterFigure(map, title: ["a"]).picture() == first)
  }

  @Test func drawsPlacesThatAreHugeOrEqual() throws {
    var frames = blobs(of: 4, clusters: 2)
    for index in frames.indices {
      (frames[index].category, frames[index].y) = ("", 0)
      frames[index].x = 1e308 * (index.isMultiple(of: 2) ? 1 : -1)
    }
    let wide = try marks(of: frames)
    #expect(wide.count > 100 && wide.contains { $0 < 200 } && wide.contains { $0 > 1500 })
    #expect(!wide.contains { (300...1400).contains($0) }, "nothing between the two ends")
    for index in frames.indices { frames[index].x = 3 }
    let equal = try marks(of: frames)
    // Points move by 12.5 units at most; labels are beside them.
    #expect(equal.count > 100 && equal.allSatisfy { (760...1000).contains($0) }, "in the middle")
  }

  /// The columns of the pixels of a figure's panel that are not the panel's grey: points and their labels.
  ///
  /// Without a title a single panel of 800 units begins 40 units from the left and 64 from the top, at two
  /// pixels a unit.
  private func marks(of frames: [FramesTable.Row]) throws -> [Int] {
    let picture = try ClusterFigure(FrameMap(frames: frames), title: []).picture()
    return (140..<1700).flatMap { row in
      (90..<1670).filter { column in
        !isNear(picture[column, row], (245, 246, 248))
      }
    }
  }
}
