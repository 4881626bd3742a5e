/// A part of a picture, as shares of its width and height.
package struct PictureWindow: Equatable, Sendable {
  /// The part from left to right.
  package var x: ClosedRange<Float>
  /// The part from top to bottom.
  package var y: ClosedRange<Float>

  /// The whole picture.
  package static let whole = PictureWindow(x: 0...1, y: 0...1)

  /// Where the small picture of a part is taken: for every new pixel, the old pixels and their shares.
  struct Axis: Sendable {
    fileprivate let spans: [[(source: Int, weight: Float)]]

    /// Divides a part of one direction into equal pieces.
    ///
    /// - Parameters:
    ///   - part: the part, as shares of the old length.
    ///   - source: the old length in pixels.
    ///   - target: the number of new pixels.
    init(_ part: ClosedRange<Float>, source: Int, target: Int) {
      let (start, step) = (
        part.lowerBound * Float(source),
        (part.upperBound - part.lowerBound) * Float(source) / Float(target)
      )
      spans = (0..<target).map { pixel in
        let (from, to) = (start + Float(pixel) * step, start + Float(pixel + 1) * step)
        return (Int(from)..<min(Int(to.rounded(.up)), source)).compactMap { source in
          let overlap = min(to, Float(source + 1)) - max(from, Float(source))
          return overlap > 0 ? (source, overlap / step) : nil
        }
      }
    }
  }

  /// Returns this part of a picture as a smaller picture of which every pixel is a mean.
  ///
  /// - Parameters:
  ///   - picture: rows of `VideoSignature.side` pixels.
  ///   - side: the width and height of the result in pixels.
  func small(_ picture: [Float], side: Int) -> [Float] {
    let full = VideoSignature.side
    return Self.shrinkRows(
      Self.shrinkColumns(picture, Axis(x, source: full, target: side)),
      Axis(y, source: full, target: side), width: side)
  }

  /// Shrinks the width of a picture.
  static func shrinkColumns(_ picture: [Float], _ axis: Axis) -> [Float] {
    let (old, new) = (VideoSignature.side, axis.spans.count)
    var result = [Float](repeating: 0, count: picture.count / old * new)
    for row in 0..<picture.count / old {
      for (column, spans) in axis.spans.enumerated() {
        var sum: Float = 0
        for (source, weight) in spans { sum += weight * picture[row * old + source] }
        result[row * new + column] = sum
      }
    }
    return result
  }

  /// Shrinks the height of a picture.
  static func shrinkRows(_ picture: [Float], _ axis: Axis, width: Int) -> [Float] {
    var result = [Float](repeating: 0, count: axis.spans.count * width)
    for (row, spans) in axis.spans.enumerated() {
      for (source, weight) in spans {
        for column in 0..<width {
          result[row * width + column] += weight * picture[source * width + column]
        }
      }
    }
    return result
  }
}

/// Finds which part of one picture another picture shows.
package struct PictureAlignment {
  /// The part of the first picture.
  package private(set) var window = PictureWindow.whole
  /// The correlation of that part with the second picture, from −1 to 1.
  package private(set) var correlation: Float = -2

  /// The width and height at which pictures are compared.
  static let side = 16
  /// The largest share that is cut off in one direction, both ends together.
  private static let mostCut: Float = 0.3

  /// The parts of one direction that are tried, in steps of a fortieth.
  private static let parts: [(part: ClosedRange<Float>, axis: PictureWindow.Axis)] = {
    let steps = (0...10).map { Float($0) / 40 }
    return steps.flatMap { first in
      steps.filter { first + $0 <= mostCut + 1e-6 }.map { last in
        let part = first...1 - last
        return (part, PictureWindow.Axis(part, source: VideoSignature.side, target: side))
      }
    }
  }()

  /// Aligns two pictures of `VideoSignature.side` pixels.
  ///
  /// Heights and widths are tried in turn, because a crop may change the shape of a picture; then the four edges are
  /// moved in smaller steps.
  package init(of picture: [Float], with other: [Float]) {
    let goal = PictureWindow.whole.small(other, side: Self.side)
    for _ in 0..<3 {
      let before = correlation
      let narrow = PictureWindow.shrinkColumns(picture, Self.axis(window.x))
      var best: (value: Float, part: ClosedRange<Float>) = (-2, 0...1)
      for (part, axis) in Self.parts {
        let value = correlationOf(
          PictureWindow.shrinkRows(narrow, axis, width: Self.side), goal)
        if value > best.value { best = (value, part) }
      }
      window.y = best.part
      let rows = Self.axis(window.y)
      let low = PictureWindow.shrinkRows(picture, rows, width: VideoSignature.side)
      best = (-2, 0...1)
      for (part, axis) in Self.parts {
        let value = correlationOf(PictureWindow.shrinkColumns(low, axis), goal)
        if value > best.value { best = (value, part) }
      }
      window.x = best.part
      correlation = best.value
      if correlation <= before + 1e-4 { break }
    }
    for step: Float in [0.0125, 0.00625] { refine(picture, goal, by: step) }
  }

  private static func axis(_ part: ClosedRange<Float>) -> PictureWindow.Axis {
    PictureWindow.Axis(part, source: VideoSignature.side, target: side)
  }

  /// Moves the edges as long as that helps, at most twice each.
  private mutating func refine(_ picture: [Float], _ goal: [Float], by step: Float) {
    func moved(_ part: ClosedRange<Float>, _ first: Float, _ last: Float) -> ClosedRange<Float> {
      max(part.lowerBound + first, 0)...min(part.upperBound + last, 1)
    }
    for _ in 0..<2 {
      let before = window
      for move in [-step, step] {
        let (x, y) = (window.x, window.y)
        for next in [
          PictureWindow(x: moved(x, move, 0), y: y), PictureWindow(x: moved(x, 0, move), y: y),
          PictureWindow(x: x, y: moved(y, move, 0)), PictureWindow(x: x, y: moved(y, 0, move)),
        ] {
          let value = correlationOf(next.small(picture, side: Self.side), goal)
          if value > correlation + 1e-5 { (correlation, window) = (value, next) }
        }
      }
      if window == before { return }
    }
  }
}

/// The correlation of two pictures, from −1 to 1; 0 if one has a single grey level.
func correlationOf(_ first: [Float], _ second: [Float]) -> Float {
  let count = Float(max(first.count, 1))
  let (mean, other) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
  var (product, square, otherSquare): (Float, Float, Float) = (0, 0, 0)
  for (a, b) in zip(first, second) {
    product += (a - mean) * (b - other)
    square += (a - mean) * (a - mean)
    otherSquare += (b - other) * (b - other)
  }
  return product / max((square * otherSquare).squareRoot(), 1e-3)
}
