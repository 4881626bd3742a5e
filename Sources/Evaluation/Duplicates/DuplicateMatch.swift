/// The best way to lay one video over another: when it begins, which part of the picture it shows, and how alike they
/// then are.
struct DuplicateMatch {
  /// The second of the container at which the video begins; negative if the video begins earlier.
  let offset: Double
  /// The part of the container's picture that the video shows.
  let window: PictureWindow
  /// How alike they are, as ``FrameLikeness/score``.
  let score: Double

  /// The offsets are tried in steps of this share of the time between two stored frames.
  private static let step = 0.25
  /// The largest number of frames of two videos for which all offsets are tried.
  private static let mostFrames = 240
  /// How many steps around the offsets of alike frames are tried in longer videos.
  private static let around = -8...8
  /// The most pairs of frames that are compared.
  private static let mostPairs = 64
  /// How many offsets are examined in full.
  private static let examined = 12
  /// The least mean correlation of the pictures, before they are aligned.
  private static let leastLikeness: Float = 0.6
  /// Rounding of times, in seconds.
  private static let rounding = 0.005

  private typealias Pairs = [(first: Int, second: Int)]

  /// Lays a video over its candidate.
  ///
  /// - Returns: nil if the pictures differ at every offset, or too few frames can be the same: fewer than two, or fewer
  ///   than half of the shorter video's.
  init?(_ candidate: DuplicateCandidate, in signatures: [VideoSignature]) {
    let (whole, part) = (signatures[candidate.container], signatures[candidate.video])
    guard whole.count > 1, part.count > 1 else { return nil }
    let offsets = Self.offsets(of: whole, part, alike: candidate.frames)
    guard !offsets.isEmpty else { return nil }

    let wanted = FrameSequence(part, mirrored: candidate.mirrored, window: .whole)
    let seen = FrameSequence(whole, mirrored: false, window: candidate.window)
    let ranked = offsets.map { offset, pairs in
      (
        offset: offset, pairs: pairs,
        likeness: pairs.reduce(Float(0)) {
          $0 + correlationOf(seen.pictures[$1.first], wanted.pictures[$1.second])
        } / Float(pairs.count)
      )
    }.sorted { ($1.likeness, $0.offset) < ($0.likeness, $1.offset) }

    guard ranked[0].likeness > Self.leastLikeness else { return nil }

    func mean(_ signature: VideoSignature, _ frames: [Int], mirrored: Bool) -> [Float] {
      var sum = [Float](repeating: 0, count: VideoSignature.size)
      for frame in frames {
        for (place, value) in signature.picture(frame, mirrored: mirrored).enumerated() {
          sum[place] += value
        }
      }
      return sum.map { $0 / Float(frames.count) }
    }
    let alignment = PictureAlignment(
      of: mean(whole, ranked[0].pairs.map(\.first), mirrored: false),
      with: mean(part, ranked[0].pairs.map(\.second), mirrored: candidate.mirrored))
    let shown = FrameSequence(whole, mirrored: false, window: alignment.window)
    var best: (offset: Double, score: Double) = (0, -.infinity)
    for choice in ranked.prefix(Self.examined) {
      let score = FrameLikeness(shown, wanted, pairs: choice.pairs).score
      if score > best.score { best = (choice.offset, score) }
    }
    (offset, score, window) = (best.offset, best.score, alignment.window)
  }

  /// Returns the offsets to try, each with the frames that lie over each other.
  ///
  /// Of offsets with the same frames, the one at which they coincide best is kept.
  private static func offsets(
    of whole: VideoSignature, _ part: VideoSignature, alike: [(own: Int, container: Int)]
  ) -> [(offset: Double, pairs: Pairs)] {
    let (gap, other) = (whole.gap, part.gap)
    guard gap > 0, other > 0, let end = whole.seconds.last, let last = part.seconds.last else {
      return []
    }
    let tolerance = max(gap, other) / 2 + rounding
    let step = min(gap, other) * step
    let (count, otherCount) = (Double(whole.count), Double(part.count))
    let least = max(
      2, 0.5 * min(min(count, otherCount), min(otherCount * other / gap, count * gap / other)))
    let tried =
      whole.count + part.count <= mostFrames
      ? Array(stride(from: -last, through: end + step / 2, by: step))
      : alike.flatMap { frames in
        let middle = whole.seconds[frames.container] - part.seconds[frames.own]
        return around.map { middle + Double($0) * step }
      }
    var found: [[Int]: (offset: Double, distance: Double, pairs: Pairs)] = [:]
    for offset in tried {
      let (pairs, distance) = overlap(whole.seconds, part.seconds, offset, tolerance)
      guard Double(pairs.count) >= least else { continue }
      let key = pairs.flatMap { [$0.first, $0.second] }
      if let known = found[key], known.distance <= distance { continue }
      found[key] = (offset, distance, pairs)
    }
    return found.values.sorted { $0.offset < $1.offset }.map { offset, _, pairs in
      let every = (pairs.count + mostPairs - 1) / mostPairs
      return (offset, stride(from: 0, to: pairs.count, by: every).map { pairs[$0] })
    }
  }

  /// Pairs frames of the same moment, if one video begins some seconds after the other.
  ///
  /// - Returns: the pairs, and the sum of their distances in seconds.
  private static func overlap(
    _ first: [Double], _ second: [Double], _ offset: Double, _ tolerance: Double
  ) -> (pairs: Pairs, distance: Double) {
    var (pairs, distance): (Pairs, Double) = ([], 0)
    var place = 0
    for (number, seconds) in second.enumerated() {
      let moment = seconds + offset
      while place + 1 < first.count,
        abs(first[place + 1] - moment) < abs(first[place] - moment)
      { place += 1 }
      let apart = abs(first[place] - moment)
      if apart <= tolerance {
        pairs.append((place, number))
        distance += apart
      }
    }
    return (pairs, distance)
  }
}
