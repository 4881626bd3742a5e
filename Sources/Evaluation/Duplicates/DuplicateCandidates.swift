import Basics
import Synchronization

/// Two videos that may show the same: one could be a copy of the other, or of a part of its picture.
struct DuplicateCandidate: Sendable {
  /// The number of the video that may be the cropped or cut one.
  let video: Int
  /// The number of the video that may contain it.
  let container: Int
  /// Whether the video is mirrored to look like the container.
  let mirrored: Bool
  /// The part of the container's picture that looks most like the video.
  let window: PictureWindow
  /// Frames that look alike: of the video, and of the container.
  let frames: [(own: Int, container: Int)]
}

/// Finds, for every video, the few other videos whose frames look most like its own.
///
/// Four frames of a video are compared with all frames of the others, as pictures of 8×8 pixels: with the whole
/// pictures and with nine cropped ones, mirrored and not.
struct DuplicateCandidates {
  /// How many other videos are found for a video.
  private static let most = 10
  /// How many frames of a video are compared: as many as a `SIMD4` has lanes.
  private static let queries = 4
  /// The least mean correlation of these frames with frames of a candidate.
  private static let leastCorrelation: Float = 0.5
  /// The most frames that all videos are compared with; of more, every second or third is taken.
  private static let mostFrames = 100_000
  /// The width and height of the compared pictures.
  private static let side = 8

  /// The parts of a picture that are tried: all of it, and nine that lack an eighth of each direction.
  private static let windows: [PictureWindow] = {
    let parts: [ClosedRange<Float>] = [0...0.88, 0.06...0.94, 0.12...1]
    return [.whole] + parts.flatMap { x in parts.map { y in PictureWindow(x: x, y: y) } }
  }()

  private typealias Row = (
    SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>
  )

  private let signatures: [VideoSignature]
  /// The frames that others are compared with: their video and number.
  private let frames: [(video: Int, frame: Int)]
  /// Which of these frames every video has.
  private let ranges: [Range<Int>]
  /// The pictures of these frames, for every window.
  private let rows: [[Row]]

  /// Prepares the comparison.
  ///
  /// - Parameters:
  ///   - signatures: the videos.
  ///   - threads: how many threads compute.
  /// - Throws: `ThreadError`.
  init(_ signatures: [VideoSignature], threads: Int) throws {
    let total = signatures.reduce(0) { $0 + $1.count }
    let step = (total + Self.mostFrames - 1) / Self.mostFrames
    frames = signatures.enumerated().flatMap { video, signature in
      stride(from: 0, to: signature.count, by: max(step, 1)).map { (video, $0) }
    }
    self.signatures = signatures
    var end = 0
    ranges = signatures.map { signature in
      let begin = end
      end += (signature.count + max(step, 1) - 1) / max(step, 1)
      return begin..<end
    }
    let frames = frames
    let rows = Mutex([[Row]](repeating: [], count: Self.windows.count))
    try concurrently(Self.windows.count, threads: threads) { number in
      let window = Self.windows[number]
      let found = frames.map { place in
        Self.row(window.small(signatures[place.video].picture(place.frame), side: Self.side))
      }
      rows.withLock { $0[number] = found }
    }
    self.rows = rows.withLock { $0 }
  }

  /// Finds the candidates of one video, the most alike first.
  func candidates(of video: Int) -> [DuplicateCandidate] {
    let signature = signatures[video]
    let numbers = Set(
      (0..<Self.queries).map { (2 * $0 + 1) * signature.count / (2 * Self.queries) }
    ).sorted().filter { $0 < signature.count }
    guard !numbers.isEmpty else { return [] }
    var best: [Int: (value: Float, mirrored: Bool, window: Int, places: SIMD4<Int32>)] = [:]
    for mirrored in [false, true] {
      let own = numbers.map {
        Self.row(
          PictureWindow.whole.small(signature.picture($0, mirrored: mirrored), side: Self.side))
      }
      for window in rows.indices {
        for other in ranges.indices where other != video && !ranges[other].isEmpty {
          let (values, places) = Self.mostAlike(own, in: rows[window], ranges[other])
          // A video of fewer frames has its first one in the places of the others.
          let mean = own.indices.reduce(0) { $0 + values[$1] } / Float(own.count)
          if mean > Self.leastCorrelation, mean > best[other]?.value ?? -2 {
            best[other] = (mean, mirrored, window, places)
          }
        }
      }
    }
    let order = best.sorted { ($1.value.value, $0.key) < ($0.value.value, $1.key) }
    return order.prefix(Self.most).map { other, found in
      DuplicateCandidate(
        video: video, container: other, mirrored: found.mirrored,
        window: Self.windows[found.window],
        frames: numbers.enumerated().map { ($1, frames[Int(found.places[$0])].frame) })
    }
  }

  /// Finds the frame of a video that is most like each of up to four rows.
  private static func mostAlike(
    _ own: [Row], in rows: [Row], _ range: Range<Int>
  ) -> (values: SIMD4<Float>, places: SIMD4<Int32>) {
    let (first, second, third, fourth) = (
      own[0], own[own.count > 1 ? 1 : 0], own[own.count > 2 ? 2 : 0], own[own.count > 3 ? 3 : 0]
    )
    var (values, places) = (SIMD4<Float>(repeating: -2), SIMD4<Int32>.zero)
    for place in range {
      let row = rows[place]
      let products = SIMD4(
        product(first, row), product(second, row), product(third, row), product(fourth, row))
      let isBetter = products .> values
      values.replace(with: products, where: isBetter)
      places.replace(with: Int32(place), where: isBetter)
    }
    return (values, places)
  }

  /// Returns a picture with the mean 0 and the length 1.
  private static func row(_ picture: [Float]) -> Row {
    let mean = picture.reduce(0, +) / Float(picture.count)
    let length = picture.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    let row = picture.map { ($0 - mean) / max(length, 1e-3) }
    return (
      SIMD16(row[0..<16]), SIMD16(row[16..<32]), SIMD16(row[32..<48]), SIMD16(row[48..<64])
    )
  }

  @inline(__always)
  private static func product(_ first: Row, _ second: Row) -> Float {
    (first.0 * second.0 + first.1 * second.1 + first.2 * second.2 + first.3 * second.3).sum()
  }
}
