import Evaluation
import Foundation
import Reports
import TestSupport
import Testing
import Videos

@Suite struct ClusterFigureTests {
  /// Four points at the corners of a square, without categories.
  ///
  /// The labels lie on the lower ones, so the upper ones show their colours: 85 % of the cluster's
  /// over the panel's (245, 246, 248). One panel of 800 units begins at (40, 64); 16 units and a
  /// radius of 5 are kept free inside, so the corners lie at 40 + 21 = 61 and 40 + 779 = 819 across
  /// and at 64 + 21 = 85 down, twice that in pixels.
  @Test func drawsPointsWhereTheyLieInTheirClustersColour() throws {
    let corners = [(-1.0, -1.0, 0), (-1.0, 1.0, 0), (1.0, -1.0, 1), (1.0, 1.0, 1)]
    let map = try FrameMap(
      frames: corners.map {
        FramesTable.Row(video: "a.avi", seconds: 0, cluster: $0.2, x: $0.0, y: $0.1)
      })
    let picture = try ClusterFigure(map, title: []).picture()
    #expect(isNear(picture[122, 170], (37, 134, 189)))
    #expect(isNear(picture[1638, 170], (232, 172, 37)))
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
    for index in frames.indices { frames[index].x = 1e308 * (index.isMultiple(of: 2) ? 1 : -1) }
    _ = try ClusterFigure(FrameMap(frames: frames), title: []).png()
    for index in frames.indices { (frames[index].x, frames[index].y) = (3, 3) }
    _ = try ClusterFigure(FrameMap(frames: frames), title: []).png()
  }
}
