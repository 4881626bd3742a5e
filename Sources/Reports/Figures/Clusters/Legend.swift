/// What the colours of a panel mean: an entry a group, in as many columns as fit.
struct Legend {
  /// How many groups are listed at most, by number; the rest is named in a last line.
  static let longest = 120

  /// The height that it takes.
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
  ///   - width: what the columns have to fit.
  ///   - ruler: a drawing to measure with.
  init(_ grouping: Grouping, within width: Double, ruler: Drawing) {
    let size = grouping.groups.count > 24 ? 10.5 : 13
    let style = TextStyle(size: size)
    let entries = grouping.groups.prefix(Self.longest).map {
      Entry(
        group: $0, name: ruler.shortened($0.name, style, within: 0.45 * width),
        count: Printed.count($0.frames),
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
    rest = missing > 0 ? "and \(Printed.count(missing)) more" : ""
    rowHeight = 1.55 * size
    height = Double(rowCount + (missing > 0 ? 1 : 0)) * rowHeight
    self.entries = entries
    self.style = style
    faintStyle = TextStyle(size: size, colour: .faintInk)
  }

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
