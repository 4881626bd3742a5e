/// A map's points, coloured by one grouping.
struct ScatterPanel {
  /// The places of the frames on the drawing.
  private let places: [Point]
  private let radius: Double
  private let rectangle: Rectangle

  /// Fits a map into a square, with the same scale in both directions and y upwards.
  init(_ map: FrameMap, in rectangle: Rectangle) {
    self.rectangle = rectangle
    let radius = min(max(90 / Double(map.frames.count).squareRoot(), 0.9), 5)
    self.radius = radius
    let (xs, ys) = (map.frames.map(\.x), map.frames.map(\.y))
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
    let (bottom, top) = (ys.min() ?? 0, ys.max() ?? 0)
    let room = rectangle.inset(by: 16 + radius)
    // Halved first: the difference of two finite numbers may not be finite.
    let extent = max(right / 2 - left / 2, top / 2 - bottom / 2)
    places = zip(xs, ys).map { x, y in
      guard extent > 0 else { return room.centre }
      return Point(
        x: room.centre.x + (x / 2 - left / 4 - right / 4) / extent * room.width,
        y: room.centre.y - (y / 2 - bottom / 4 - top / 4) / extent * room.height)
    }
  }

  /// Draws the points, then the labels of the groups.
  ///
  /// Groups take turns, so that none hides the others where they mix: each of 24 rounds draws some
  /// of every group, with one path for each.
  func draw(_ grouping: Grouping, on drawing: Drawing) {
    drawing.fill(rectangle, .panel)
    let rounds = 24
    for round in 0..<rounds {
      var members = Array(repeating: [Point](), count: grouping.groups.count)
      for index in stride(from: round, to: places.count, by: rounds) {
        members[grouping.groupOfFrame[index]].append(places[index])
      }
      for (group, points) in zip(grouping.groups, members) {
        drawing.mark(points, group.marker, radius: radius, group.colour, opacity: 0.85)
      }
    }
    drawLabels(grouping, on: drawing)
  }

  /// Labels the groups, the largest first; a label that would cover another one is left out.
  private func drawLabels(_ grouping: Grouping, on drawing: Drawing) {
    var members = Array(repeating: [Point](), count: grouping.groups.count)
    for (place, group) in zip(places, grouping.groupOfFrame) { members[group].append(place) }
    let style = TextStyle(
      size: grouping.groups.count > 40 ? 10 : 15, isBold: true, halo: .white)
    var taken: [Point] = []
    let order = members.indices.sorted { (members[$1].count, $0) < (members[$0].count, $1) }
    for group in order where !grouping.groups[group].label.isEmpty {
      guard let middle = Self.middle(of: members[group]),
        !taken.contains(where: {
          abs($0.x - middle.x) < 1.8 * style.size && abs($0.y - middle.y) < style.size
        })
      else { continue }
      taken.append(middle)
      drawing.text(
        grouping.groups[group].label, at: Point(x: middle.x, y: middle.y + 0.36 * style.size),
        style, alignment: .centre)
    }
  }

  /// The point that is nearest to the medians of x and y, so that a label lies on its own group.
  ///
  /// - Complexity: O(points × log(points)).
  private static func middle(of points: [Point]) -> Point? {
    guard !points.isEmpty else { return nil }
    let median = Point(
      x: points.map(\.x).sorted()[points.count / 2], y: points.map(\.y).sorted()[points.count / 2])
    return points.min { $0.squaredDistance(to: median) < $1.squaredDistance(to: median) }
  }
}
