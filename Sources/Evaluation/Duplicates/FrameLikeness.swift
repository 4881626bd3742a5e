/// How alike two videos are over frames that may be the same.
///
/// The place says little: a fixed camera films many different things. So what counts is what changes. The pictures'
/// changes over time must correlate, and two pictures may not differ by more than a video changes from one of its
/// stored frames to the next, since a cut moves the moments that are stored.
package struct FrameLikeness {
  /// The likeness: 1 for equal videos, about 0 or below for different ones.
  package let score: Double

  /// The mean squared difference of noise, in grey levels.
  private static let noise: Float = 4
  /// The share of a picture's contrast by which its copy may differ: the edges of a crop are never met exactly.
  private static let blur: Float = 0.2
  /// The same where nothing changes over time, so that the pictures alone must tell.
  private static let stillBlur: Float = 0.06
  /// The least mean squared change over time, in grey levels, that is more than noise.
  private static let leastChange: Float = 1
  /// How much brighter or darker a copy may be.
  private static let gains: ClosedRange<Float> = 0.67...1.5

  /// Compares the matching frames of two videos.
  ///
  /// - Parameters:
  ///   - first: the first video.
  ///   - second: the second video.
  ///   - pairs: the numbers of matching frames; at least one pair.
  package init(_ first: FrameSequence, _ second: FrameSequence, pairs: [(first: Int, second: Int)]) {
    let count = Float(pairs.count)
    let size = first.pictures.first?.count ?? 0
    let (own, other) = (
      pairs.map { first.pictures[$0.first] }, pairs.map { second.pictures[$0.second] }
    )
    var (product, square): (Float, Float) = (0, 0)
    for (a, b) in zip(own, other) {
      for place in 0..<size {
        product += a[place] * b[place]
        square += b[place] * b[place]
      }
    }
    let gain = min(max(product / max(square, 1e-3), Self.gains.lowerBound), Self.gains.upperBound)
    let (mean, otherMean) = (Self.mean(own), Self.mean(other))
    var differences: [Float] = []
    var (contrast, change, otherChange, common): (Float, Float, Float, Float) = (0, 0, 0, 0)
    for (a, b) in zip(own, other) {
      var difference: Float = 0
      for place in 0..<size {
        let (x, y) = (a[place], gain * b[place])
        difference += (x - y) * (x - y)
        contrast += (x * x + y * y) / 2
        let (dx, dy) = (x - mean[place], y - gain * otherMean[place])
        change += dx * dx
        otherChange += dy * dy
        common += dx * dy
      }
      differences.append(difference / Float(size))
    }
    let all = count * Float(size)
    (contrast, change, otherChange, common) = (
      contrast / all, change / all, otherChange / all, common / all
    )
    let steps = pairs.map { pair in
      (first.changes[pair.first] + gain * gain * second.changes[pair.second]) / 2
    }
    func share(_ blur: Float) -> Float {
      let allowed = Self.noise + blur * blur * contrast
      let whole = differences.reduce(0, +) / (steps.reduce(0, +) + count * allowed)
      let each = zip(differences, steps).map { $0 / ($1 + allowed) }.sorted()
      let middle = (each[(each.count - 1) / 2] + each[each.count / 2]) / 2
      return max(whole, middle)
    }
    let agreement =
      min(change, otherChange) < Self.leastChange
      ? 1 - share(Self.stillBlur) : common / max((change * otherChange).squareRoot(), 1e-3)
    score = Double(min(agreement, 1 - share(Self.blur)))
  }

  private static func mean(_ pictures: [[Float]]) -> [Float] {
    var sum = [Float](repeating: 0, count: pictures.first?.count ?? 0)
    for picture in pictures { for place in sum.indices { sum[place] += picture[place] } }
    return sum.map { $0 / Float(max(pictures.count, 1)) }
  }
}

/// The frames of a video as they are compared: parts of small pictures, without their mean grey level.
package struct FrameSequence {
  /// The pictures.
  let pictures: [[Float]]
  /// How much each picture differs from the ones before and after it: the mean squared difference.
  let changes: [Float]

  /// Takes the pictures of a video.
  ///
  /// - Parameters:
  ///   - signature: the video.
  ///   - mirrored: whether it is mirrored left to right.
  ///   - window: the part of the pictures.
  package init(_ signature: VideoSignature, mirrored: Bool, window: PictureWindow) {
    let pictures = (0..<signature.count).map { frame in
      let picture = window.small(
        signature.picture(frame, mirrored: mirrored), side: PictureAlignment.side)
      let mean = picture.reduce(0, +) / Float(picture.count)
      return picture.map { $0 - mean }
    }
    let steps = zip(pictures.dropFirst(), pictures).map { later, earlier in
      zip(later, earlier).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        / Float(later.count)
    }
    self.pictures = pictures
    changes = pictures.indices.map { frame in
      let around = [frame - 1, frame].filter { steps.indices.contains($0) }.map { steps[$0] }
      return around.isEmpty ? 0 : around.reduce(0, +) / Float(around.count)
    }
  }
}
