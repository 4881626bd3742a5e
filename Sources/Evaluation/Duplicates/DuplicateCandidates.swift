import Basics
import Synchronization
import Tensors

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
/// pictures and with nine cropped ones, mirrored and not. Products of matrices do this for many videos at a time.
struct DuplicateCandidates: Sendable {
  /// How many other videos are found for a video.
  private static let most = 10
  /// How many frames of a video are compared.
  private static let queries = 4
  /// The least mean correlation of these frames with frames of a candidate.
  private static let leastCorrelation: Float = 0.5
  /// The most frames that all videos are compared with; of more, every second or third is taken.
  private static let mostFrames = 100_000
  /// The width and height of the compared pictures.
  private static let side = 8
  /// The pixels of a compared picture.
  private static let size = side * side
  /// How many videos are compared at a time: with their mirrored pictures, a multiple of sixteen.
  static let blockSize = 64

  /// The parts of a picture that are tried: all of it, and nine that lack an eighth of each direction.
  private static let windows: [PictureWindow] = {
    let parts: [ClosedRange<Float>] = [0...0.88, 0.06...0.94, 0.12...1]
    return [.whole] + parts.flatMap { x in parts.map { y in PictureWindow(x: x, y: y) } }
  }()

  private let signatures: [VideoSignature]
  /// The videos that others are compared with, those that have frames.
  private let others: [Int]
  /// The numbers of the frames that they are compared by, video after video.
  private let frames: [Int]
  /// The first of these frames of each of `others`, and the end of the last one's.
  private let starts: [Int]
  /// The pictures of these frames for every window, frames × `size`; each has the mean 0 and the length 1.
  private let pictures: [[Float]]

  /// Prepares the comparison.
  ///
  /// - Parameters:
  ///   - signatures: the videos.
  ///   - threads: how many threads compute.
  /// - Throws: `ThreadError`.
  init(_ signatures: [VideoSignature], threads: Int) throws {
    let total = signatures.reduce(0) { $0 + $1.count }
    let step = max((total + Self.mostFrames - 1) / Self.mostFrames, 1)
    let others = signatures.indices.filter { signatures[$0].count > 0 }
    let numbers = others.map { Array(stride(from: 0, to: signatures[$0].count, by: step)) }
    let rows = Mutex([[Float]](repeating: [], count: Self.windows.count))
    try concurrently(Self.windows.count, threads: threads) { number in
      let found = zip(others, numbers).flatMap { video, frames in
        frames.flatMap { Self.row(signatures[video].picture($0), Self.windows[number]) }
      }
      rows.withLock { $0[number] = found }
    }
    self.signatures = signatures
    self.others = others
    frames = numbers.flatMap { $0 }
    starts = numbers.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    pictures = rows.withLock { $0 }
  }

  /// Compares some videos with all others.
  ///
  /// - Parameter videos: the numbers of up to ``blockSize`` videos.
  /// - Returns: how like they are.
  /// - Throws: `TensorError`.
  func compared(_ videos: Range<Int>) throws -> Block {
    let queries = try Queries(of: videos, in: signatures)
    var block = Block(search: self, videos: videos, frames: queries.frames)
    for window in Self.windows.indices {
      let found = try Tensor.withLent(pictures[window], shape: [frames.count, Self.size]) {
        try $0.meanLargestProducts(
          inSegments: starts, with: queries.pictures, weights: queries.weights
        ).floats()
      }
      block.take(found, of: window)
    }
    return block
  }

  /// How like some videos are to all others.
  struct Block: Sendable {
    /// The numbers of the videos.
    let videos: Range<Int>
    private let search: DuplicateCandidates
    /// The frames of each video that were compared.
    private let frames: [[Int]]
    /// The mean correlations in the best window, `others` × 2·`blockSize`.
    private var likeness: [Float]
    /// The numbers of these windows; -1 if none is alike enough.
    private var windows: [Int32]

    /// Makes a block that was not compared yet.
    fileprivate init(search: DuplicateCandidates, videos: Range<Int>, frames: [[Int]]) {
      (self.search, self.videos, self.frames) = (search, videos, frames)
      let count = search.others.count * 2 * blockSize
      likeness = Array(repeating: leastCorrelation, count: count)
      windows = Array(repeating: -1, count: count)
    }

    /// Keeps the mean correlations in a window where they are larger than those in the windows before.
    fileprivate mutating func take(_ found: [Float], of window: Int) {
      found.withUnsafeBufferPointer { found in
        likeness.withUnsafeMutableBufferPointer { likeness in
          windows.withUnsafeMutableBufferPointer { windows in
            for place in likeness.indices {
              let isBetter = found[place] > likeness[place]
              likeness[place] = isBetter ? found[place] : likeness[place]
              windows[place] = isBetter ? Int32(window) : windows[place]
            }
          }
        }
      }
    }

    /// Another video, and how a video is most like it.
    private struct Likeness {
      var other: Int
      var value: Float
      var window: Int
      var isMirrored: Bool
    }

    /// Finds the candidates of one video, the most alike first.
    func candidates(of video: Int) -> [DuplicateCandidate] {
      let offset = video - videos.lowerBound
      guard !frames[offset].isEmpty else { return [] }
      var nearest: [Likeness] = []
      for other in search.others.indices where search.others[other] != video {
        let place = (other * blockSize + offset) * 2
        let isMirrored = likeness[place + 1] > likeness[place]
        let best = place + (isMirrored ? 1 : 0)
        // Of equally alike ones, the first stays first.
        guard windows[best] >= 0,
          nearest.count < most || likeness[best] > nearest[most - 1].value
        else { continue }
        if nearest.count == most { nearest.removeLast() }
        nearest.insert(
          Likeness(
            other: other, value: likeness[best], window: Int(windows[best]), isMirrored: isMirrored),
          at: nearest.firstIndex { $0.value < likeness[best] } ?? nearest.count)
      }
      return nearest.map { candidate(video, $0) }
    }

    /// Describes a candidate by the frames that look most alike.
    private func candidate(_ video: Int, _ found: Likeness) -> DuplicateCandidate {
      let pictures = search.pictures[found.window]
      let places = search.starts[found.other]..<search.starts[found.other + 1]
      let alike = frames[video - videos.lowerBound].map { number in
        let own = row(
          search.signatures[video].picture(number, mirrored: found.isMirrored), .whole)
        let products = places.map { place in
          (0..<size).reduce(Float(0)) { $0 + own[$1] * pictures[place * size + $1] }
        }
        let nearest = products.indices.max { products[$0] < products[$1] } ?? 0
        return (own: number, container: search.frames[places.lowerBound + nearest])
      }
      return DuplicateCandidate(
        video: video, container: search.others[found.other], mirrored: found.isMirrored,
        window: DuplicateCandidates.windows[found.window], frames: alike)
    }
  }

  /// Returns a part of a picture as a small one with the mean 0 and the length 1.
  private static func row(_ picture: [Float], _ window: PictureWindow) -> [Float] {
    let small = window.small(picture, side: side)
    let mean = small.reduce(0, +) / Float(small.count)
    let length = small.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    return small.map { ($0 - mean) / max(length, 1e-3) }
  }

  /// The frames of a block of videos that are compared with all others'.
  private struct Queries {
    /// The numbers of each video's frames, up to four.
    let frames: [[Int]]
    /// The frames, 4 × `size` × 2·`blockSize`.
    ///
    /// A video has two sets, as it is and mirrored. What is not used is 0.
    let pictures: Tensor
    /// The share of each frame in the mean of its video, 4 × 2·`blockSize`.
    let weights: Tensor

    /// Collects the frames, evenly from begin to end of each video.
    ///
    /// - Throws: `TensorError`.
    init(of videos: Range<Int>, in signatures: [VideoSignature]) throws {
      precondition(videos.count <= blockSize, "a block of videos")
      frames = videos.map { video in
        let count = signatures[video].count
        return Set((0..<queries).map { (2 * $0 + 1) * count / (2 * queries) }).sorted()
          .filter { $0 < count }
      }
      let sets = 2 * blockSize
      var columns = [Float](repeating: 0, count: queries * size * sets)
      var shares = [Float](repeating: 0, count: queries * sets)
      for (offset, video) in videos.enumerated() {
        for (query, frame) in frames[offset].enumerated() {
          for mirrored in 0..<2 {
            let set = 2 * offset + mirrored
            shares[query * sets + set] = 1 / Float(frames[offset].count)
            let picture = signatures[video].picture(frame, mirrored: mirrored == 1)
            for (pixel, value) in row(picture, .whole).enumerated() {
              columns[(query * size + pixel) * sets + set] = value
            }
          }
        }
      }
      pictures = try Tensor(columns, shape: [queries, size, sets])
      weights = try Tensor(shares, shape: [queries, sets])
    }
  }
}
