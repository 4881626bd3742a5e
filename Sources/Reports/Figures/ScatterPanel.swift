/// The points of a map, coloured by a grouping, with labels beside them.
package struct ScatterPanel {
  /// The places of the frames in the drawing's units.
  package let places: [Point]
  /// The radius of a point.
  package let radius: Double
  /// The labels of the groups.
  package let labels: [PlacedLabel]
  /// The square with the points and the labels.
  package let rectangle: Rectangle
  private let grouping: Grouping
  private let style: TextStyle

  /// The width of the panel's rim, where labels have room but no points are.
  private static let rim = 28.0

  /// Fits a map into a square; the scale is equal in both directions and y points upwards.
  ///
  /// - Parameters:
  ///   - map: the frames.
  ///   - grouping: the groups with their colours and labels.
  ///   - rectangle: the square.
  ///   - ruler: a drawing that measures text.
  init(_ map: FrameMap, by grouping: Grouping, in rectangle: Rectangle, ruler: Drawing) {
    self.rectangle = rectangle
    self.grouping = grouping
    let radius = min(max(90 / Double(map.frames.count).squareRoot(), 0.9), 5)
    self.radius = radius
    let (xs, ys) = (map.frames.map(\.x), map.frames.map(\.y))
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
    let (bottom, top) = (ys.min() ?? 0, ys.max() ?? 0)
    let room = rectangle.inset(by: Self.rim + radius)
    // Halve first: the difference of two finite numbers can be infinite.
    let extent = max(right / 2 - left / 2, top / 2 - bottom / 2)
    let places = zip(xs, ys).map { x, y in
      guard extent > 0 else { return room.centre }
      return Point(
        x: room.centre.x + (x / 2 - left / 4 - right / 4) / extent * room.width,
        y: room.centre.y - (y / 2 - bottom / 4 - top / 4) / extent * room.height)
    }
    // By cluster and category, so that a frame has the same place in both panels.
    var numbers: [String: Int] = [:]
    for (number, category) in map.categories.enumerated() { numbers[category] = number + 1 }
    self.places =
      PointSpreading(
        places,
        groups: map.frames.map {
          $0.cluster * (numbers.count + 1) + numbers[$0.category, default: 0]
        },
        radius: radius
      ).places
    let style = TextStyle(size: grouping.groups.count > 40 ? 10 : 15, isBold: true)
    self.style = style
    labels =
      LabelPlacement(
        sizes: grouping.groups.map { group in
          // Digits are 0.73 of the size high and have nothing below the line.
          group.label.isEmpty
            ? nil : (ruler.width(of: group.label, style) + 4, 0.73 * style.size + 4)
        }, members: Self.members(self.places, of: grouping), radius: radius, in: rectangle
      ).labels
  }

  /// Draws the points, then the labels of the groups.
  ///
  /// The points are drawn in 24 rounds. Each round draws one path a group with a part of its points,
  /// and so no group hides the others where groups overlap.
  func draw(on drawing: Drawing) {
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
    for label in labels {
      drawing.stroke(label.leader, .faintInk, width: 1)
      drawing.text(
        grouping.groups[label.group].label,
        at: Point(x: label.box.centre.x, y: label.box.centre.y + 0.365 * style.size), style,
        alignment: .centre)
    }
  }

  private static func members(_ places: [Point], of grouping: Grouping) -> [[Point]] {
    var members = Array(repeating: [Point](), count: grouping.groups.count)
    for (place, group) in zip(places, grouping.groupOfFrame) { members[group].append(place) }
    return members
  }
}

/// The legend of a panel: an entry a group, in as many columns as fit.
struct Legend {
  /// The largest number of entries; a last line counts the groups that are left out.
  static let longest = 120

  /// The height in units.
  let height: Double

  private struct Entry {
    var group: Grouping.Group
    var name: String
    var count: String
    var remark: String
  }

  private let entries: [Entry]
  private let rest: String
  private let rowCount: Int
  private let columnWidth: Double
  private let nameWidth: Double
  private let countWidth: Double
  private let style: TextStyle
  private let faintStyle: TextStyle
  private let rowHeight: Double
  private static let swatchWidth = 18.0
  private static let gap = 10.0

  /// Measures the entries and arranges them.
  ///
  /// - Parameters:
  ///   - grouping: the groups.
  ///   - width: the largest width of all columns together.
  ///   - ruler: a drawing that measures text.
  init(_ grouping: Grouping, within width: Double, ruler: Drawing) {
    let size = grouping.groups.count > 24 ? 10.5 : 13
    let style = TextStyle(size: size)
    let entries = grouping.groups.prefix(Self.longest).map {
      Entry(
        group: $0, name: ruler.shortened($0.name, style, within: 0.45 * width),
        count: NumberText.count($0.frames),
        remark: ruler.shortened($0.remark, style, within: 0.4 * width))
    }
    func widest(_ texts: [String]) -> Double {
      texts.map { ruler.width(of: $0, style) }.max() ?? 0
    }
    nameWidth = widest(entries.map(\.name))
    countWidth = widest(entries.map(\.count))
    let remarkWidth = widest(entries.map(\.remark))
    let entryWidth =
      Self.swatchWidth + nameWidth + Self.gap + countWidth
      + (remarkWidth > 0 ? Self.gap + remarkWidth : 0)
    let columnCount = max(1, Int((width + 2 * Self.gap) / (entryWidth + 2 * Self.gap)))
    rowCount = (entries.count + columnCount - 1) / columnCount
    columnWidth = (width + 2 * Self.gap) / Double(columnCount)
    let missing = grouping.groups.count - entries.count
    rest = missing > 0 ? "and \(NumberText.count(missing)) more" : ""
    rowHeight = 1.55 * size
    height = Double(rowCount + (missing > 0 ? 1 : 0)) * rowHeight
    self.entries = entries
    self.style = style
    faintStyle = TextStyle(size: size, colour: .faintInk)
  }

  /// Draws the entries below and to the right of a corner.
  func draw(on drawing: Drawing, at corner: Point) {
    for (index, entry) in entries.enumerated() {
      let left = corner.x + Double(index / rowCount) * columnWidth
      let baseline = corner.y + Double(index % rowCount) * rowHeight + style.size
      drawing.mark(
        [Point(x: left + 6, y: baseline - 0.36 * style.size)], entry.group.marker,
        radius: 0.4 * style.size, entry.group.colour)
      let name = left + Self.swatchWidth
      let count = name + nameWidth + Self.gap + countWidth
      drawing.text(entry.name, at: Point(x: name, y: baseline), style)
      drawing.text(
        entry.count, at: Point(x: count, y: baseline), faintStyle, alignment: .trailing)
      drawing.text(entry.remark, at: Point(x: count + Self.gap, y: baseline), style)
    }
    let baseline = corner.y + Double(rowCount) * rowHeight + style.size
    drawing.text(rest, at: Point(x: corner.x, y: baseline), faintStyle)
  }
}
