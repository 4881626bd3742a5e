/// The map of all frames as points, coloured by cluster; beside it, if known, coloured by category.
///
/// There are no axes, because directions and large distances have no meaning on a t-SNE map
/// (Wattenberg, Viégas, Johnson 2016, "How to use t-SNE effectively").
package struct ClusterFigure: Figure {
  /// The width in units.
  package let width: Double
  /// The height in units.
  package let height: Double

  private struct Panel {
    var heading: String
    var points: ScatterPanel
    var legend: Legend
  }

  private let heading: Heading
  private let panels: [Panel]

  /// The points and labels of every panel.
  package var scatter: [ScatterPanel] { panels.map(\.points) }

  private static let margin = 40.0
  private static let gap = 40.0
  private static let panelHeading = TextStyle(size: 14, isBold: true)

  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - map: the frames.
  ///   - title: the lines above it; the first is the title.
  /// - Throws: ``DrawingError`` if text cannot be measured.
  package init(_ map: FrameMap, title: [String]) throws {
    let ruler = try Drawing.ruler()
    let groupings = [Grouping.clusters(of: map), Grouping.categories(of: map)].compactMap { $0 }
    let side = groupings.count > 1 ? 560.0 : 800
    let count = Double(groupings.count)
    width = 2 * Self.margin + count * (side + Self.gap) - Self.gap
    let heading = Heading(title, within: width - 2 * Self.margin, ruler: ruler)
    self.heading = heading
    panels = groupings.enumerated().map { number, grouping in
      let square = Rectangle(
        x: Self.margin + Double(number) * (side + Self.gap),
        y: Self.margin + heading.height + 24, width: side, height: side)
      return Panel(
        heading: grouping.heading,
        points: ScatterPanel(map, by: grouping, in: square, ruler: ruler),
        legend: Legend(grouping, within: side, ruler: ruler))
    }
    let legendHeight = panels.map(\.legend.height).max() ?? 0
    height = (2 * Self.margin + heading.height + 24 + side + 16 + legendHeight).rounded(.up)
    try ruler.finish()
  }

  /// Draws the panels and their legends.
  package func draw(on drawing: Drawing) throws {
    heading.draw(on: drawing, at: Point(x: Self.margin, y: Self.margin))
    for panel in panels {
      let square = panel.points.rectangle
      drawing.text(panel.heading, at: Point(x: square.x, y: square.y - 10), Self.panelHeading)
      panel.points.draw(on: drawing)
      panel.legend.draw(on: drawing, at: Point(x: square.x, y: square.bottom + 16))
    }
  }
}

/// A way to colour a map: a partition of its frames into groups.
struct Grouping {
  /// A group as the panel and the legend show it.
  struct Group {
    /// Its name in the legend.
    var name: String
    /// The number of its frames.
    var frames: Int
    /// A remark in the legend.
    var remark: String
    /// The colour of its points.
    var colour: Colour
    /// The shape of its points.
    var marker: Marker
    /// The label on the map at the group's middle; empty for none.
    var label: String
  }

  /// The heading of the panel.
  var heading: String
  /// The groups.
  var groups: [Group]
  /// For every frame of the map, the index of its group in ``groups``.
  var groupOfFrame: [Int]

  /// Groups the frames by cluster.
  static func clusters(of map: FrameMap) -> Grouping {
    Grouping(
      heading: "By \(map.noun)",
      groups: map.clusterSummaries.map { summary in
        var remark = ""
        if let category = summary.topCategory, let share = summary.topShare {
          remark = "\(category) \(NumberText.share(share))"
        }
        return Group(
          name: String(summary.number), frames: summary.frames, remark: remark,
          colour: summary.colour, marker: map.clusterMarkers[summary.number],
          label: String(summary.number))
      },
      groupOfFrame: map.frames.map(\.cluster))
  }

  /// Groups the frames by category; frames without a category are the last group.
  ///
  /// - Returns: the groups, or nil if no category is known.
  static func categories(of map: FrameMap) -> Grouping? {
    guard !map.categories.isEmpty else { return nil }
    var numbers: [String: Int] = [:]
    for (number, category) in map.categories.enumerated() { numbers[category] = number }
    let groupOfFrame = map.frames.map { numbers[$0.category] ?? map.categories.count }
    var counts = Array(repeating: 0, count: map.categories.count + 1)
    for group in groupOfFrame { counts[group] += 1 }
    var groups = zip(map.categories, map.categoryColours).enumerated().map { number, category in
      Group(
        name: category.0, frames: counts[number], remark: "", colour: category.1, marker: .circle,
        label: "")
    }
    if let without = counts.last, without > 0 {
      groups.append(
        Group(
          name: "without a category", frames: without, remark: "", colour: .ungrouped,
          marker: .circle, label: ""))
    }
    return Grouping(heading: "By category", groups: groups, groupOfFrame: groupOfFrame)
  }
}
