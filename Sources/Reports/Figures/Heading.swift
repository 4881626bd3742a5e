/// What stands above a figure: its title, and the numbers in smaller letters below.
package struct Heading {
  /// The height that all of it takes, the gap below included.
  let height: Double
  private let lines: [(text: String, style: TextStyle, baseline: Double)]

  /// Breaks the lines to fit.
  ///
  /// - Parameters:
  ///   - title: the lines; the first is the title.
  ///   - width: what they have to fit.
  ///   - scale: how large the letters are; 1 is right for a figure 1 200 units wide.
  ///   - ruler: a drawing to measure with.
  init(_ title: [String], within width: Double, scale: Double = 1, ruler: Drawing) {
    var lines: [(String, TextStyle, Double)] = []
    var baseline = 0.0
    for (index, text) in title.enumerated() {
      let style =
        index == 0
        ? TextStyle(size: 21 * scale, isBold: true)
        : TextStyle(size: 13.5 * scale, colour: .faintInk)
      for line in ruler.lines(of: text, style, within: width) {
        baseline += lines.isEmpty ? style.size : 1.45 * style.size
        lines.append((line, style, baseline))
      }
    }
    self.lines = lines
    height = lines.isEmpty ? 0 : baseline + 20 * scale
  }

  /// What is written, line by line.
  package var texts: [String] { lines.map(\.text) }

  func draw(on drawing: Drawing, at corner: Point) {
    for line in lines {
      drawing.text(line.text, at: Point(x: corner.x, y: corner.y + line.baseline), line.style)
    }
  }
}

extension Drawing {
  /// A drawing of nothing, to measure text with before a figure's size is known.
  static func ruler() throws -> Drawing {
    try Drawing(on: Surface(width: 1, height: 1), scale: 1)
  }
}
