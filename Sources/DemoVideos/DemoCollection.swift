import Basics
import Foundation
import Synchronization

/// The collection of videos that the program draws itself, so that users can try it without data.
///
/// It has six categories of twelve clips, encoded like usual videos. ``DemoClip`` describes their
/// content.
package struct DemoCollection: Sendable {
  /// The number of clips in each category.
  package static let clipsPerCategory = 12

  /// The categories, one folder each.
  package let categories = DemoCategory.allCases
  /// The seed from which all clips are computed.
  package let seed: UInt64

  /// Describes the collection of a seed.
  ///
  /// Nothing is drawn yet.
  ///
  /// - Parameter seed: the seed of all clips.
  package init(seed: UInt64) { self.seed = seed }

  /// All clips, category by category.
  package var clips: [DemoClip] {
    categories.flatMap { category in
      (1...Self.clipsPerCategory).map { DemoClip(category: category, number: $0, seed: seed) }
    }
  }

  /// Writes the clips as `<folder>/<Category>/<category>_<NN>.avi`.
  ///
  /// Existing clips are kept, so a drawing that was stopped continues where it was.
  ///
  /// - Parameters:
  ///   - folder: the folder to write to. It is created, together with the folders above it.
  ///   - threads: how many clips are drawn at a time.
  ///   - progress: receives the number of finished clips and of all clips, one call at a time.
  ///   - isCancelled: asked before every frame. Once it returns true, no further frame is drawn.
  /// - Throws: ``DemoError``, ``VideoError`` or ``SystemCallError``; or `CancellationError` if it
  ///   was stopped. Finished clips are kept.
  /// - Complexity: O(clips × frames × pixels); about ten seconds on one core.
  package func draw(
    into folder: String, threads: Int,
    progress: @escaping @Sendable (_ finished: Int, _ total: Int) -> Void = { _, _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws {
    for category in categories { try Folder.create("\(folder)/\(category.rawValue)") }
    try claim(folder)
    let clips = clips
    let finished = Mutex(0)
    try concurrently(clips.count, threads: threads) { index in
      let clip = clips[index]
      let path = "\(folder)/\(clip.path)"
      if !Folder.isFile(path) { try clip.write(to: path, isCancelled: isCancelled) }
      finished.withLock { finished in
        finished += 1
        progress(finished, clips.count)
      }
    }
  }

  /// Writes the seed to the folder, or compares it with the seed that the folder holds.
  private func claim(_ folder: String) throws {
    let path = folder + "/.demo-seed"
    guard Folder.isFile(path) else { return try DurableFile.write("\(seed)\n", to: path) }
    let noted = String(
      decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self
    )
    .trimmingCharacters(in: .whitespacesAndNewlines)
    guard noted == "\(seed)" else {
      throw DemoError.otherSeed(folder: folder, found: noted, wanted: seed)
    }
  }
}

/// A category of the demo collection, named after what moves in its clips.
package enum DemoCategory: String, CaseIterable, Sendable {
  /// A ball that bounces.
  case bouncingBall = "BouncingBall"
  /// A snake that crawls.
  case crawlingSnake = "CrawlingSnake"
  /// Leaves that fall.
  case fallingLeaves = "FallingLeaves"
  /// A pendulum that swings.
  case swingingPendulum = "SwingingPendulum"
  /// A windmill that turns.
  case turningWindmill = "TurningWindmill"
  /// A stick figure that walks.
  case walkingFigure = "WalkingFigure"

  /// The thing that moves.
  package var subject: any DemoSubject {
    switch self {
    case .bouncingBall: BouncingBall()
    case .crawlingSnake: CrawlingSnake()
    case .fallingLeaves: FallingLeaves()
    case .swingingPendulum: SwingingPendulum()
    case .turningWindmill: TurningWindmill()
    case .walkingFigure: WalkingFigure()
    }
  }

  /// The beginning of its clips' file names, such as `bouncing_ball`.
  var fileStem: String {
    rawValue.reduce(into: "") { stem, letter in
      if letter.isUppercase && !stem.isEmpty { stem += "_" }
      stem += letter.lowercased()
    }
  }

  /// The position of the category in the alphabet, from 0.
  ///
  /// Its random numbers depend on it.
  var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A demo collection that cannot be drawn.
public enum DemoError: ExplainedError, Equatable {
  /// The folder holds the collection of another seed.
  case otherSeed(folder: String, found: String, wanted: UInt64)

  /// The request is at fault.
  public var blame: Blame { .usage }

  /// A message such as `DEMO holds clips drawn with seed 1, not 2; draw into another folder`.
  public var description: String {
    switch self {
    case .otherSeed(let folder, let found, let wanted):
      "\(folder) holds clips drawn with seed \(found), not \(wanted); draw into another folder"
    }
  }
}
