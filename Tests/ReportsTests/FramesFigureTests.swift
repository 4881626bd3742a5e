import Basics
import Evaluation
import Foundation
import Reports
import Synchronization
import TestSupport
import Testing
import Videos

@Suite struct FramesFigureTests {
  @Test(arguments: [1, 2, 10, 1500])
  func givesEveryFrameACellOfItsOwn(count: Int) throws {
    let figure = try figure(blobs(of: count, clusters: min(count, 4)))
    #expect(figure.layout.map(\.frame) == Array(0..<count))
    let corners = Set(figure.layout.map { [$0.rectangle.x, $0.rectangle.y] })
    #expect(corners.count == count)
    let side = try #require(figure.layout.first).rectangle.width
    #expect(side >= 64)
    let left = figure.layout.map(\.rectangle.x).min() ?? 0
    let top = figure.layout.map(\.rectangle.y).min() ?? 0
    for place in figure.layout.map(\.rectangle) {
      #expect(place.width == side && place.height == side)
      #expect((place.x - left).truncatingRemainder(dividingBy: side) == 0)
      #expect((place.y - top).truncatingRemainder(dividingBy: side) == 0)
      #expect(place.x >= 0 && place.y >= 0)
      #expect(place.x + side <= figure.width && place.y + side <= figure.height)
    }
  }

  @Test func arrangesFramesThatAllLieInOnePlace() throws {
    let frames = (0..<500).map {
      FramesTable.Row(video: "a", seconds: Double($0), cluster: 0, x: 7, y: 7)
    }
    let layout = try figure(frames).layout
    #expect(Set(layout.map { [$0.rectangle.x, $0.rectangle.y] }).count == 500)
  }

  @Test func arrangesTheSameWayAgain() throws {
    let frames = blobs(of: 700, clusters: 3)
    #expect(try figure(frames).layout == figure(frames).layout)
  }

  /// Four blobs at the corners of a square (upper left first, then clockwise) stay in their quarters.
  @Test func keepsTheMapsArrangement() throws {
    let figure = try figure(blobs(of: 800, clusters: 4))
    let places = figure.layout.map(\.rectangle)
    let left = places.map(\.x).min() ?? 0
    let top = places.map(\.y).min() ?? 0
    let right = places.map { $0.x + $0.width }.max() ?? 0
    let bottom = places.map { $0.y + $0.height }.max() ?? 0
    for place in figure.layout {
      let isLeft = place.rectangle.x + place.rectangle.width / 2 < (left + right) / 2
      let isUp = place.rectangle.y + place.rectangle.height / 2 < (top + bottom) / 2
      #expect(isLeft == [0, 3].contains(place.frame % 4))
      #expect(isUp == [0, 1].contains(place.frame % 4))
    }
  }

  /// Points on a grid stay in order.
  @Test func keepsTheOrderOfAGrid() throws {
    let frames = (0..<100).map {
      FramesTable.Row(video: "a", seconds: 0, cluster: 0, x: Double($0 % 10), y: -Double($0 / 10))
    }
    let layout = try figure(frames).layout.map(\.rectangle)
    for index in 0..<100 {
      if index % 10 > 0 { #expect(layout[index - 1].x < layout[index].x) }
      if index >= 10 { #expect(layout[index - 10].y < layout[index].y) }
    }
  }

  @Test func paintsEachFrameInItsCellEdgedInItsClustersColour() throws {
    let frames = blobs(of: 40, clusters: 4)
    let figure = try figure(frames)
    let picture = try figure.picture()
    let colours = try FrameMap(frames: frames).clusterSummaries.map(\.colour)
    for place in figure.layout {
      let (x, y) = (Int(place.rectangle.x), Int(place.rectangle.y))
      let half = Int(place.rectangle.width) / 2
      #expect(
        isNear(picture[x + half, y + half], (255 - place.frame, place.frame, 90)),
        "frame \(place.frame) is in its cell")
      let colour = colours[frames[place.frame].cluster]
      #expect(
        isNear(picture[x + 2, y + half], (Int(colour.red), Int(colour.green), Int(colour.blue))))
      #expect(isNear(picture[x, y + half], (255, 255, 255)), "cells are apart")
    }
  }

  /// Frames of two categories in one cluster, and one without a category, whose edge is grey.
  @Test func edgesCanTellTheCategory() throws {
    let frames = ["b", "a", ""].enumerated().map { number, category in
      FramesTable.Row(
        video: "v", category: category, seconds: 0, cluster: 0, x: Double(number), y: 0)
    }
    let map = try FrameMap(frames: frames)
    let figure = try FramesFigure(map, title: [], edges: .category) { _ in
      RGBImage(width: 8, height: 8)
    }
    let picture = try figure.picture()
    let colours = [map.categoryColours[1], map.categoryColours[0]].map {
      (Int($0.red), Int($0.green), Int($0.blue))
    }
    for place in figure.layout {
      let half = Int(place.rectangle.width) / 2
      #expect(
        isNear(
          picture[Int(place.rectangle.x) + 2, Int(place.rectangle.y) + half],
          place.frame < 2 ? colours[place.frame] : (0x5B, 0x64, 0x6E)))
    }
  }

  /// Pictures are JPEG in a PDF, which begins with FF D8 FF, and are stored once each.
  @Test func picturesInAPDFAreJPEG() throws {
    let pdf = try figure(blobs(of: 6, clusters: 2)).pdf()
    let text = String(decoding: pdf, as: Unicode.ASCII.self)
    #expect(text.components(separatedBy: "/DCTDecode").count - 1 == 6)
  }

  /// A side of 1 000 pixels has room for 900 / 48 = 18 cells: 324 cells for 324 / 1.4 = 231 frames.
  @Test func showsEvenlyDrawnFramesWhereNotAllFit() throws {
    let map = try FrameMap(frames: blobs(of: 1000, clusters: 4))
    let asked = Mutex<[Int]>([])
    let figure = try FramesFigure(map, title: ["a"], longestSide: 1000) { frame in
      asked.withLock { $0.append(frame) }
      return RGBImage(width: 8, height: 8)
    }
    #expect(figure.layout.map(\.frame) == (0..<231).map { $0 * 1000 / 231 })
    #expect(figure.width <= 1000 && figure.height <= 1100)
    #expect(figure.layout.allSatisfy { $0.rectangle.width >= 48 })
    _ = try figure.png()
    #expect(
      asked.withLock { $0 } == figure.layout.map(\.frame),
      "no picture is asked for that is not shown")
    let all = try FramesFigure(map, title: ["a"]) { _ in RGBImage(width: 8, height: 8) }
    #expect(all.layout.count == 1000)
    #expect(figure.heading.texts == ["a", "231 of 1\u{202F}000 frames shown, evenly drawn"])
    #expect(all.heading.texts == ["a"])
  }

  @Test func staysWithinItsSizeForManyFrames() throws {
    let figure = try figure(blobs(of: 20_000, clusters: 4))
    #expect(figure.width <= 8000 && figure.height <= 8000)
    #expect(figure.layout.count > 15_000)
    #expect(figure.layout.allSatisfy { $0.rectangle.width >= 48 })
  }

  @Test func passesOnWhatAThumbnailThrowsAndLeavesNothing() throws {
    struct Unreadable: Error {}
    let folder = try TemporaryFolder()
    let map = try FrameMap(frames: blobs(of: 5, clusters: 1))
    let figure = try FramesFigure(map, title: []) { frame in
      if frame == 3 { throw Unreadable() }
      return RGBImage(width: 8, height: 8)
    }
    #expect(throws: Unreadable.self) { try figure.write(png: folder("frames.png")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// A figure with thumbnails of one colour, which depends on the frame.
  private func figure(_ frames: [FramesTable.Row]) throws -> FramesFigure {
    try FramesFigure(FrameMap(frames: frames), title: ["a"]) { frame in
      RGBImage(
        width: 30, height: 20,
        filledWith: (UInt8(clamping: 255 - frame), UInt8(clamping: frame), 90))
    }
  }
}

@Suite struct ThumbnailGridTests {
  /// No exchange between two neighbouring cells, one of them possibly empty, reduces the cost.
  @Test(arguments: [40, 700])
  func leavesNothingToExchange(count: Int) {
    let grid = ThumbnailGrid(blobs(of: count, clusters: 3))
    var pointInCell: [Int: Int] = [:]
    for (point, cell) in grid.cellOfPoint.enumerated() { pointInCell[cell] = point }
    func cost(_ point: Int?, _ cell: Int) -> Double {
      guard let point else { return 0 }
      let dx = grid.targets[point].x - Double(cell % grid.side)
      let dy = grid.targets[point].y - Double(cell / grid.side)
      return dx * dx + dy * dy
    }
    for cell in 0..<(grid.side * grid.side) {
      let right = cell % grid.side < grid.side - 1 ? cell + 1 : nil
      let below = cell + grid.side < grid.side * grid.side ? cell + grid.side : nil
      for other in [right, below].compactMap({ $0 }) {
        let (here, there) = (pointInCell[cell], pointInCell[other])
        #expect(
          cost(here, cell) + cost(there, other) <= cost(here, other) + cost(there, cell) + 1e-6)
      }
    }
  }

  /// If no other point wants its nearest cell, a point gets it.
  @Test func givesEachPointItsNearestCellWhereNoOtherWantsIt() {
    let frames = [(0.0, 0.0), (9, 0), (0, -9), (9, -9), (4, -5)].map {
      FramesTable.Row(video: "a", seconds: 0, cluster: 0, x: $0.0, y: $0.1)
    }
    let grid = ThumbnailGrid(frames)
    #expect(grid.side == 3)
    #expect(grid.cellOfPoint == [0, 2, 6, 8, 4])
  }

  /// Uniformly random points move by less than a cell on average, and none by four cells.
  @Test func movesSpreadPointsLittle() {
    var generator = SeededGenerator(seed: 5)
    let grid = ThumbnailGrid(
      (0..<1000).map { _ in
        FramesTable.Row(
          video: "a", seconds: 0, cluster: 0, x: generator.unit(), y: generator.unit())
      })
    let moves = zip(grid.targets, grid.cellOfPoint).map { target, cell in
      target.distance(to: Point(x: Double(cell % grid.side), y: Double(cell / grid.side)))
    }
    #expect(moves.reduce(0, +) / 1000 < 1)
    #expect(moves.allSatisfy { $0 < 4 })
  }
}
