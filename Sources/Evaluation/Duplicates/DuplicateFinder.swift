import Basics
import Datasets
import Foundation
import Synchronization
import Videos

/// Finds videos of a frame store that show the same footage: encoded again, resized, cropped, flipped, or cut out of
/// each other.
///
/// It needs no network. Small grey pictures of a few frames of every video find its candidates; then all stored frames
/// of both are compared at every offset in time (`FrameLikeness`). Videos of one stored frame are not examined.
public struct DuplicateFinder {
  /// The least score of a copy (docs/method.md says how it was measured).
  public static let leastScore = 0.54
  /// The least score where each video has a part that the other lacks.
  ///
  /// They have few frames in common then, and two clips of one session can look alike for a moment.
  public static let leastScoreOfOverlap = 0.75

  /// The least score where both videos show the same picture from begin to end.
  ///
  /// Nothing is lost by cropping or cutting then, so copies are more alike.
  public static let leastScoreOfWhole = 0.68

  private let store: FrameStore
  private let threads: Int
  private let context: RunContext

  /// Creates a finder.
  ///
  /// - Parameters:
  ///   - store: the frame store.
  ///   - threads: how many threads compute.
  ///   - context: receives progress, and can cancel the work.
  public init(_ store: FrameStore, threads: Int, in context: RunContext = RunContext()) {
    (self.store, self.threads, self.context) = (store, threads, context)
  }

  /// Finds the pairs among some videos.
  ///
  /// - Parameter videos: the videos, each with frames in the store.
  /// - Returns: the pairs, the most alike first; equal files first of all.
  /// - Throws: the error of reading or decoding a frame; `TensorError`; `CancellationError`.
  public func pairs(among videos: [StoredVideo]) throws -> [DuplicatePair] {
    // Of equal files one is enough: the others have the same copies.
    var first: [String: String] = [:]
    var different: [StoredVideo] = []
    var pairs: [DuplicatePair] = []
    for video in videos {
      if let original = first[video.digest] {
        pairs.append(
          DuplicatePair(
            video: original, other: video.name, score: 1, relations: [.sameFile], offset: 0))
        continue
      }
      if !video.digest.isEmpty { first[video.digest] = video.name }
      different.append(video)
    }
    let signatures = try VideoSignature.read(different, in: store, threads: threads, context)
    let found = try matches(of: signatures)
      .map { pair($0.candidate, $0.match, different, signatures) }
      .filter { $0.score >= Self.leastScore(of: $0.relations) }
    return pairs
      + found.sorted { ($1.score, $0.video, $0.other) < ($0.score, $1.video, $1.other) }
  }

  private static func leastScore(of relations: [DuplicatePair.Relation]) -> Double {
    if relations.contains(.overlapping) { return leastScoreOfOverlap }
    return relations.contains(.cut) || relations.contains(.cropped) ? leastScore : leastScoreOfWhole
  }

  /// Finds the best match of every two videos that are copies.
  private func matches(
    of signatures: [VideoSignature]
  ) throws -> [(candidate: DuplicateCandidate, match: DuplicateMatch)] {
    let search = try DuplicateCandidates(signatures, threads: threads)
    let least = Self.leastScore
    let best = Mutex([[Int]: (DuplicateCandidate, DuplicateMatch)]())
    for start in stride(from: 0, to: signatures.count, by: DuplicateCandidates.blockSize) {
      try context.checkCancelled()
      context.display.show(
        "looking for copies", done: start, of: signatures.count, unit: "videos")
      let block = try search.compared(
        start..<min(start + DuplicateCandidates.blockSize, signatures.count))
      try concurrently(block.videos.count, threads: threads) { offset in
        for candidate in block.candidates(of: start + offset) {
          guard let match = DuplicateMatch(candidate, in: signatures), match.score >= least else {
            continue
          }
          let key = [candidate.video, candidate.container].sorted()
          best.withLock { best in
            // Of equally good matches the one of the lower number, so that threads decide nothing.
            if let known = best[key],
              (known.1.score, candidate.video) >= (match.score, known.0.video)
            {
              return
            }
            best[key] = (candidate, match)
          }
        }
      }
    }
    return best.withLock { found in
      found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }
  }

  /// Describes a match: which video begins first, and what makes them differ.
  private func pair(
    _ candidate: DuplicateCandidate, _ match: DuplicateMatch, _ videos: [StoredVideo],
    _ signatures: [VideoSignature]
  ) -> DuplicatePair {
    var (first, second) = (candidate.container, candidate.video)
    var offset = match.offset
    let gap = max(signatures[first].gap, signatures[second].gap)
    // Less than half a gap can't be told from nothing.
    if abs(offset) <= gap / 2 {
      offset = 0
      let (length, other) = (signatures[first].duration, signatures[second].duration)
      if (other, videos[first].name) > (length, videos[second].name) { swap(&first, &second) }
    } else if offset < 0 {
      (first, second, offset) = (second, first, -offset)
    }
    let (length, other) = (signatures[first].duration, signatures[second].duration)
    let common = min(length, offset + other) - offset
    var relations: [DuplicatePair.Relation] = []
    switch (length - common > gap, other - common > gap) {
    case (true, true): relations.append(.overlapping)
    case (false, false): break
    default: relations.append(.cut)
    }
    if candidate.mirrored { relations.append(.flipped) }
    let (x, y) = (match.window.x, match.window.y)
    let isCropped = min(x.upperBound - x.lowerBound, y.upperBound - y.lowerBound) < Self.leastWidth
    if isCropped { relations.append(.cropped) }
    let sizes = [first, second].map { number in
      store.ledger.rows.first { $0.video == videos[number].name }.map { [$0.width, $0.height] }
    }
    if sizes[0] != sizes[1], !isCropped { relations.append(.resized) }
    return DuplicatePair(
      video: videos[first].name, other: videos[second].name, score: min(match.score, 1),
      relations: relations.isEmpty ? [.reencoded] : relations, offset: offset)
  }

  /// The least share of a picture's width and height that counts as all of it.
  private static let leastWidth: Float = 0.96
}
