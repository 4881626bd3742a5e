/// Where a subject stands in a picture: turned, perhaps mirrored, scaled and moved.
package struct Placement: Sendable {
  /// The subject's centre, in pixels.
  package var centre: SIMD2<Float>
  /// Pixels a unit of the subject's own coordinates.
  package var scale: Float
  /// The turn, clockwise, in radians.
  var tilt: Float
  /// Whether left and right are swapped, before the turn.
  var isMirrored: Bool

  /// The shape as it lies in the picture, in pixels.
  func callAsFunction(_ shape: Shape) -> Shape {
    let direction = SIMD2(angle: tilt)
    func placed(_ point: SIMD2<Float>) -> SIMD2<Float> {
      let point = isMirrored ? SIMD2(-point.x, point.y) : point
      return centre + scale * point.turned(by: direction)
    }
    switch shape {
    case .disc(let centre, let radius):
      return .disc(centre: placed(centre), radius: radius * scale)
    case .stroke(let start, let end, let startRadius, let endRadius):
      return .stroke(
        start: placed(start), end: placed(end),
        startRadius: startRadius * scale, endRadius: endRadius * scale)
    case .polygon(let corners):
      return .polygon(corners: corners.map(placed))
    }
  }
}
