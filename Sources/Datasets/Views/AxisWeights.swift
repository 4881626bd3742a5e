/// How the pixels along one axis of a picture become those of a smaller or larger one.
///
/// Every new pixel is the mean of the old ones around its centre, weighted by a triangle as wide as two new
/// pixels, or two old ones where those are wider: linear interpolation without aliasing.
struct AxisWeights {
  /// The first old pixel of every new one.
  private(set) var starts: [Int] = []
  /// How many old pixels a new one has weights for.
  let length: Int
  /// `length` weights a new pixel, which sum to 1.
  private(set) var weights: [Float] = []

  /// Computes the weights.
  ///
  /// - Parameters:
  ///   - count: how many old pixels there are.
  ///   - start: where the part begins that is kept, in old pixels.
  ///   - extent: how long it is, in old pixels; it may end within one.
  ///   - target: how many new pixels it becomes.
  ///   - isMirrored: whether the new ones are in the other order.
  init(count: Int, start: Double, extent: Double, target: Int, isMirrored: Bool = false) {
    let scale = extent / Double(target)
    let reach = max(scale, 1)
    length = min(2 * Int(reach.rounded(.up)) + 1, count)
    starts.reserveCapacity(target)
    weights.reserveCapacity(target * length)
    for place in 0..<target {
      let pixel = isMirrored ? target - 1 - place : place
      let centre = start + (Double(pixel) + 0.5) * scale
      let first = min(max(Int((centre - reach).rounded(.down)), 0), count - length)
      func weight(_ old: Int) -> Double { max(0, 1 - abs(Double(old) + 0.5 - centre) / reach) }
      let sum = (first..<first + length).reduce(0) { $0 + weight($1) }
      starts.append(first)
      for old in first..<first + length { weights.append(Float(weight(old) / sum)) }
    }
  }

  /// The old pixels that any new one has a weight for.
  var used: Range<Int> { (starts.min() ?? 0)..<(starts.max() ?? 0) + length }
}
