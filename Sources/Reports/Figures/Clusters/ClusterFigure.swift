/// The map of all frames, a point each, coloured by cluster and, where known, by category beside it.
///
/// There are no axes: neither the directions nor the distances between far groups mean anything on a
/// t-SNE map (Wattenberg, Viégas, Johnson 2016, "How to use t-SNE effectively").
package struct ClusterFigure: Figure {
  /// The width in units.
  package let width: Double
  /// The height in units.
  package let height: Double

  private struct Panel {
    var grouping: Grouping
    var legend: Legend
    var left: Double
  }

  private let map: FrameMap
  private let heading: Heading
  private let panels: [Panel]
  private let side: Double

  private static let margin = 40.0
  private static let gap = 40.0
  private static let panelHeading = TextStyle(size: 14, isBold: true)

  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - map: the frames.
  ///   - title: what stands above it; the first line is the title.
  /// - Throws: ``DrawingError`` if text can't be measured.
  package init(_ map: FrameMap, title: [String]) throws {
    let ruler = try Drawing.ruler()
    let groupings = [Grouping.clusters(of: map), Grouping.categories(of: map)].compactMap { $0 }
    let side = groupings.count > 1 ? 560.0 : 800
    self.map = map
    self.side = side
    panels = groupings.enumerated().map { number, grouping in
      Panel(
        grouping: grouping, legend: Legend(grouping, within: side, ruler: ruler),
        left: Self.margin + Double(number) * (side + Self.gap))
    }
    width = 2 * Self.margin + Double(panels.count) * (side + Self.gap) - Self.gap
    heading = Heading(title, within: width - 2 * Self.margin, ruler: ruler)
    let legendHeight = panels.map(\.legend.height).max() ?? 0
    height = (2 * Self.margin + heading.height + 24 + side + 16 + legendHeight).rounded(.up)
    try ruler.finish()
  }

  /// Draws the panels and their legends.
  package func draw(on drawing: Drawing) throws {
    heading.draw(on: drawing, at: Point(x: Self.margin, y: Self.margin))
    let top = Self.margin + heading.height
    for panel in panels {
      drawing.text(
        panel.grouping.heading, at: Point(x: panel.left, y: top + 14), Self.panelHeading)
      ScatterPanel(map, in: panelRectangle(panel)).draw(panel.grouping, on: drawing)
      panel.legend.draw(on: drawing, at: Point(x: panel.left, y: top + 24 + side + 16))
    }
  }

  private func panelRectangle(_ panel: Panel) -> Rectangle {
    Rectangle(x: panel.left, y: Self.margin + heading.height + 24, width: side, height: side)
  }
}
