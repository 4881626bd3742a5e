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
  ///   - radius: the radius of a point. Points of different groups come to be a radius apart if there is
  ///     room. No point moves by more than two and a half.
  /// - Complexity: O(points) for each of at most 30 rounds, if points are spread out.
  init(_ points: [Point], groups: [Int], radius: Double) {
    (places, origins, self.groups) = (points, points, groups)
    distance = radius
    reach = 2.5 * radius
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
}
