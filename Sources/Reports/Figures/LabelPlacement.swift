/// A label beside the points that it names, and the line that joins them.
package struct PlacedLabel: Equatable, Sendable {
  /// The index of its group.
  package let group: Int
  /// The label's place, with a margin around the letters.
  package let box: Rectangle
  /// The line from the box to a point of the group.
  package let leader: [Point]
}

/// Finds places for labels beside clumps of points: a label covers no point and no other label.
///
/// Places are tried around the middle of a group, the nearest first. A short line that crosses few points is
/// preferred. If a panel has no free place for a label, the label is left out; the legend has it.
struct LabelPlacement {
  /// The labels that found a place, those of large groups first.
  private(set) var labels: [PlacedLabel] = []

  private let panel: Rectangle
  private let radius: Double
  private let reach: Double
  private let occupancy: Occupancy

  /// The distance between two places that are tried.
  private static let step = 5.0
  /// The number of directions in which places are tried.
  private static let directions = 32
  /// What crossing a point costs, as a length of the line.
  private static let crossing = 4.0
  /// With more groups than this, lines are short: a long one among so many helps nobody, and takes long to find.
  private static let manyGroups = 120
  /// The farthest place that is tried then.
  private static let shortReach = 80.0

  /// Places labels.
  ///
  /// - Parameters:
  ///   - sizes: the width and height of every group's label; nil for groups without one.
  ///   - members: the points of every group.
  ///   - radius: the radius of a point.
  ///   - panel: where points and labels are.
  /// - Complexity: O(points + labels × places that are tried).
  init(
    sizes: [(width: Double, height: Double)?], members: [[Point]], radius: Double,
    in panel: Rectangle
  ) {
    self.panel = panel.inset(by: 2)
    self.radius = radius
    reach =
      members.count > Self.manyGroups ? Self.shortReach : (panel.width + panel.height) * 0.75
    occupancy = Occupancy(members.flatMap { $0 }, radius: radius + 1.5, in: panel)
    let order = members.indices.sorted { (members[$1].count, $0) < (members[$0].count, $1) }
    for group in order {
      guard let size = sizes[group], let middle = Self.middle(of: members[group]) else { continue }
      place(size, of: group, core: Self.core(of: members[group], around: middle), around: middle)
    }
  }

  private mutating func place(
    _ size: (width: Double, height: Double), of group: Int, core: [Point], around middle: Point
  ) {
    var best: (label: PlacedLabel, cost: Double)?
    for distance in stride(from: Self.step, through: reach, by: Self.step) {
      // The line is at least as long as the way from the group's edge.
      let spread = core.map { $0.distance(to: middle) }.max() ?? 0
      if let best, distance - spread - size.width > best.cost { break }
      for direction in 0..<Self.directions {
        let centre = middle.moved(by: distance, towards: direction, of: Self.directions)
        let box = Rectangle(
          x: centre.x - size.width / 2, y: centre.y - size.height / 2, width: size.width,
          height: size.height)
        guard isFree(box), let label = label(of: group, at: box, core: core) else { continue }
        let length = label.leader[0].distance(to: label.leader[1])
        let cost = length + Self.crossing * Double(occupancy.crossings(of: label.leader))
        if best.map({ cost < $0.cost }) ?? true { best = (label, cost) }
      }
    }
    if let best { labels.append(best.label) }
  }

  private func isFree(_ box: Rectangle) -> Bool {
    box.x >= panel.x && box.y >= panel.y && box.right <= panel.right
      && box.bottom <= panel.bottom && !occupancy.isTaken(box)
      && !labels.contains { $0.box.overlaps(box) || box.meets($0.leader) }
  }

  /// Joins a box with the nearest point of a group; nil if the line would cross another label.
  private func label(of group: Int, at box: Rectangle, core: [Point]) -> PlacedLabel? {
    guard
      let target = core.min(by: {
        box.nearest(to: $0).squaredDistance(to: $0) < box.nearest(to: $1).squaredDistance(to: $1)
      })
    else { return nil }
    let start = box.nearest(to: target)
    let distance = start.distance(to: target)
    // The line ends at the point's edge and not on it.
    let share = max(0, distance - radius - 1) / max(distance, 0.001)
    let end = Point(
      x: start.x + share * (target.x - start.x), y: start.y + share * (target.y - start.y))
    let leader = [start, end]
    guard !labels.contains(where: { $0.box.meets(leader) }) else { return nil }
    return PlacedLabel(group: group, box: box, leader: leader)
  }

  /// Finds a point where a group is densest.
  ///
  /// A group may have several clumps. Its mean and its medians can then be where hardly any of its points
  /// are.
  ///
  /// - Parameter points: the points of a group.
  /// - Returns: one of the points; nil if there are none.
  /// - Complexity: O(points).
  private static func middle(of points: [Point]) -> Point? {
    func square(_ point: Point) -> Point {
      Point(x: (point.x / reach).rounded(.down), y: (point.y / reach).rounded(.down))
    }
    let squares = Dictionary(grouping: points, by: square)
    func around(_ square: Point) -> [Point] {
      [-1.0, 0, 1].flatMap { dx in
        [-1.0, 0, 1].flatMap { dy in squares[Point(x: square.x + dx, y: square.y + dy)] ?? [] }
      }
    }
    // Of equally dense squares the first in reading order, so that the same map gives the same figure.
    let densest = squares.keys.map { ($0, count: around($0).count) }
      .max { ($0.count, $1.0.y, $1.0.x) < ($1.count, $0.0.y, $0.0.x) }
    guard let clump = densest.map({ around($0.0) }) else { return nil }
    let count = Double(clump.count)
    let mean = Point(
      x: clump.reduce(0) { $0 + $1.x } / count, y: clump.reduce(0) { $0 + $1.y } / count)
    return clump.min {
      ($0.squaredDistance(to: mean), $0.x, $0.y) < ($1.squaredDistance(to: mean), $1.x, $1.y)
    }
  }

  /// The side of the squares whose points are counted to find the densest.
  private static let reach = 16.0

  /// Returns the nearer half of a group: strays would draw the label away from the clump.
  ///
  /// Of large groups, at most 200 points are taken, evenly.
  private static func core(of points: [Point], around middle: Point) -> [Point] {
    let near = points.sorted { $0.squaredDistance(to: middle) < $1.squaredDistance(to: middle) }
      .prefix((points.count + 1) / 2)
    let wanted = min(near.count, 200)
    return (0..<wanted).map { near[$0 * near.count / wanted] }
  }
}

/// Which parts of a panel have points.
///
/// A raster of small squares. A sum over all squares above and to the left of each tells at once whether a
/// rectangle is free.
private struct Occupancy {
  private static let square = 2.0
  private let panel: Rectangle
  private let columns: Int
  private let rows: Int
  /// For every corner of the raster, the number of taken squares above it and to its left.
  private var sums: [Int]

  init(_ points: [Point], radius: Double, in panel: Rectangle) {
    self.panel = panel
    columns = Int((panel.width / Self.square).rounded(.up))
    rows = Int((panel.height / Self.square).rounded(.up))
    var taken = Array(repeating: false, count: columns * rows)
    sums = Array(repeating: 0, count: (columns + 1) * (rows + 1))
    for point in points {
      let box = Rectangle(
        x: point.x - radius, y: point.y - radius, width: 2 * radius, height: 2 * radius)
      let (xs, ys) = squares(of: box)
      for y in ys { for x in xs { taken[y * columns + x] = true } }
    }
    for y in 0..<rows {
      var row = 0
      for x in 0..<columns {
        if taken[y * columns + x] { row += 1 }
        sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + row
      }
    }
  }

  /// Returns whether a square that a rectangle touches is taken.
  func isTaken(_ box: Rectangle) -> Bool {
    let (xs, ys) = squares(of: box)
    func sum(_ x: Int, _ y: Int) -> Int { sums[y * (columns + 1) + x] }
    return sum(xs.upperBound, ys.upperBound) - sum(xs.lowerBound, ys.upperBound)
      - sum(xs.upperBound, ys.lowerBound) + sum(xs.lowerBound, ys.lowerBound) > 0
  }

  /// Counts the places of a line, two squares apart, that are taken; its end is at a point anyway.
  func crossings(of line: [Point]) -> Int {
    let (start, end) = (line[0], line[1])
    let count = Int(start.distance(to: end) / (2 * Self.square)) - 1
    guard count > 0 else { return 0 }
    return (0..<count).count { step in
      let share = Double(step) / Double(count + 1)
      let x = start.x + share * (end.x - start.x)
      let y = start.y + share * (end.y - start.y)
      return isTaken(Rectangle(x: x, y: y, width: 0.1, height: 0.1))
    }
  }

  private func squares(of box: Rectangle) -> (Range<Int>, Range<Int>) {
    func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
      let first = min(max(Int((low / Self.square).rounded(.down)), 0), count)
      let last = min(max(Int((high / Self.square).rounded(.up)), first), count)
      return first..<last
    }
    return (
      range(box.x - panel.x, box.right - panel.x, columns),
      range(box.y - panel.y, box.bottom - panel.y, rows)
    )
  }
}
