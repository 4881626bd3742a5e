import Foundation

/// Moves points of different groups apart where one would hide the other.
///
/// Points of a map often lie on top of each other: frames that are equal have equal places. Directions and
/// small distances on a t-SNE map mean nothing, so a shift by about the size of a point changes nothing
/// that a reader could conclude. Points of the same group stay where they are, unless they have to
/// make room.
struct PointSpreading {
  /// The places after the shifts.
  private(set) var places: [Point]
  private let origins: [Point]
  private let groups: [Int]
  /// The distance that is wanted between points of different groups.
  private let distance: Double
  /// The largest shift.
  private let reach: Double

  private static let rounds = 30
  /// The angle between successive directions that fills a circle evenly.
  private static let goldenAngle = 2.399963

  /// Moves points.
  ///
  /// - Parameters:
  ///   - points: the places.
  ///   - groups: the group of every point.
  ///   - radius: the radius of a point. Points of different groups come to be 1.2 radii apart if there is
  ///     room. No point moves by more than three radii.
  /// - Complexity: O(points) for each of at most 30 rounds, if points are spread out.
  init(_ points: [Point], groups: [Int], radius: Double) {
    (places, origins, self.groups) = (points, points, groups)
    distance = 1.2 * radius
    reach = 3 * radius
    for _ in 0..<Self.rounds {
      guard spread() else { break }
    }
  }

  /// Pushes all pairs that are too near apart, half of the way each.
  ///
  /// - Returns: whether there was such a pair.
  private mutating func spread() -> Bool {
    var hasMoved = false
    let cells = Dictionary(grouping: places.indices) { cell(of: places[$0]) }
    for index in places.indices {
      let here = cell(of: places[index])
      for x in (here.x - 1)...(here.x + 1) {
        for y in (here.y - 1)...(here.y + 1) {
          for other in cells[Cell(x: x, y: y)] ?? []
          where other > index && groups[other] != groups[index] {
            if push(index, other) { hasMoved = true }
          }
        }
      }
    }
    return hasMoved
  }

  private mutating func push(_ one: Int, _ other: Int) -> Bool {
    let (dx, dy) = (places[other].x - places[one].x, places[other].y - places[one].y)
    let now = hypot(dx, dy)
    guard now < 0.98 * distance else { return false }
    // Points at the same place have no direction between them; every pair gets another one.
    let angle = now > 1e-6 * distance ? atan2(dy, dx) : Self.goldenAngle * Double(other)
    let shift = (distance - now) / 2
    let before = (places[one], places[other])
    move(one, by: Point(x: -shift * cos(angle), y: -shift * sin(angle)))
    move(other, by: Point(x: shift * cos(angle), y: shift * sin(angle)))
    return before != (places[one], places[other])
  }

  private mutating func move(_ index: Int, by shift: Point) {
    let origin = origins[index]
    let (dx, dy) = (
      places[index].x + shift.x - origin.x, places[index].y + shift.y - origin.y
    )
    let share = min(1, reach / max(hypot(dx, dy), 1e-9))
    places[index] = Point(x: origin.x + share * dx, y: origin.y + share * dy)
  }

  private struct Cell: Hashable {
    var x: Int
    var y: Int
  }

  private func cell(of point: Point) -> Cell {
    Cell(x: Int((point.x / distance).rounded(.down)), y: Int((point.y / distance).rounded(.down)))
  }

  /// Chooses a point of every group to be drawn last: no group vanishes among others.
  ///
  /// The points of the smallest groups are chosen first, and then as far from those chosen as possible.
  ///
  /// - Parameter count: the number of groups.
  /// - Returns: the index of a point for every group; nil for groups without points.
  /// - Complexity: O(groups²) times at most 100 points a group.
  func fronts(of groupOfPoint: [Int], count: Int) -> [Int?] {
    var members = Array(repeating: [Int](), count: count)
    for (index, group) in groupOfPoint.enumerated() { members[group].append(index) }
    var fronts = [Int?](repeating: nil, count: count)
    var chosen: [Point] = []
    for group in members.indices.sorted(by: { (members[$0].count, $0) < (members[$1].count, $1) }) {
      let points = members[group]
      let wanted = min(points.count, 100)
      var best: (index: Int, distance: Double)?
      for number in 0..<wanted {
        let index = points[number * points.count / wanted]
        let distance = chosen.map { $0.squaredDistance(to: places[index]) }.min() ?? 0
        if best.map({ distance > $0.distance }) ?? true { best = (index, distance) }
      }
      guard let best else { continue }
      fronts[group] = best.index
      chosen.append(places[best.index])
    }
    return fronts
  }
}
