import Basics
import Foundation
import Synchronization

/// The collection of videos that the program draws itself, so that it can be tried without data.
///
/// Six categories of twelve clips, encoded like anyone's videos. ``DemoClip`` says what they show.
public struct DemoCollection: Sendable {
  /// Clips in each category.
  public static let clipsPerCategory = 12

  /// The categories, one folder each.
  public let categories = DemoCategory.allCases
  /// What every clip hangs on.
  public let seed: UInt64

  /// Names the collection of a seed; nothing is drawn yet.
  public init(seed: UInt64) { self.seed = seed }

  /// All clips, category by category.
  public var clips: [DemoClip] {
    categories.flatMap { category in
      (1...Self.clipsPerCategory).map { DemoClip(category: category, number: $0, seed: seed) }
    }
  }

  /// Writes the clips as `<folder>/<Category>/<category>_<NN>.avi`.
  ///
  /// Clips that are there already are kept, so a drawing that was stopped goes on where it was.
  ///
  /// - Parameters:
  ///   - folder: where to; it and those above it are created.
  ///   - threads: how many clips are drawn at a time.
  ///   - progress: told how many clips are finished, and of how many; one call at a time.
  ///   - isCancelled: asked before every frame; once it says yes, no new frame is drawn.
  /// - Throws: ``DemoError``, ``VideoError``, `SystemCallError`, or `CancellationError` if it was
  ///   stopped; finished clips stay.
  /// - Complexity: O(clips × frames × pixels); about ten seconds of one core.
  public func draw(
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

  /// Notes the seed in the folder, or compares it with the one noted there.
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
