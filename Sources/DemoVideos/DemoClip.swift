import Basics
import Foundation
import Videos

/// One clip of the demo collection: a pure function of seed, category, number and frame.
///
/// The subject and its kind of motion stay the same through a clip and define its category.
/// Everything else (colours, light, background, clutter, position, size, tilt, thickness) varies
/// over its whole range within each clip, in the same way in all categories. So the category cannot
/// be told from single pixels, but from motion.
package struct DemoClip: Sendable {
  /// Width of a frame in pixels.
  package static let width = 320
  /// Height of a frame in pixels.
  package static let height = 240
  /// Frames per second.
  package static let framesPerSecond = 25
  /// The number of frames of a clip.
  package static let frameCount = 100

  /// The category.
  package let category: DemoCategory
  /// Its number within the category, from 1.
  package let number: Int

  private let subject: any DemoSubject
  private let colouring: Colouring
  private let lighting: Lighting
  private let background: Background
  private let staging: Staging

  /// The name of the random stream: "demo" in ASCII.
  private static let stream: UInt64 = 0x6465_6D6F

  /// Plans a clip.
  ///
  /// Frames are drawn when they are requested.
  ///
  /// - Parameters:
  ///   - category: the category.
  ///   - number: the number within the category, from 1.
  ///   - seed: the seed of the collection.
  package init(category: DemoCategory, number: Int, seed: UInt64) {
    self.category = category
    self.number = number
    let seconds = Float(Self.frameCount) / Float(Self.framesPerSecond)
    var generator = SeededGenerator(
      seed: seed, path: Self.stream, UInt64(category.index), UInt64(number))
    subject = category.subject
    colouring = Colouring(seconds: seconds, using: &generator)
    lighting = Lighting(seconds: seconds, using: &generator)
    background = Background(
      width: Self.width, height: Self.height, seconds: seconds, using: &generator)
    staging = Staging(seconds: seconds, using: &generator)
  }

  /// Draws a frame.
  ///
  /// - Parameter frame: its number, from 0, below ``frameCount``.
  /// - Returns: 320×240 pixels.
  /// - Complexity: O(pixels).
  package func picture(frame: Int) -> RGBImage {
    let time = Float(frame) / Float(Self.framesPerSecond)
    let palette = colouring.palette(at: time)
    var canvas = background.canvas(at: time, colours: palette.background)
    for part in subjectParts(frame: frame) {
      canvas.paint(part.shape, part.tone == .main ? palette.subject : palette.accent)
    }
    return canvas.photographed(in: lighting.light(at: time))
  }

  /// Returns the parts of the subject in a frame, in pixels.
  ///
  /// - Parameter frame: its number, from 0, below ``frameCount``.
  package func subjectParts(frame: Int) -> [SubjectPart] {
    let time = Float(frame) / Float(Self.framesPerSecond)
    let placement = staging.placement(at: time, width: Self.width, height: Self.height)
    let parts = subject.parts(
      phase: staging.phase(at: time), thickness: staging.thickness(at: time))
    return parts.map { SubjectPart(placement.place($0.shape), $0.tone) }
  }
}

/// Writing a clip to a file.
extension DemoClip {
  /// The path of the clip relative to its collection, such as `BouncingBall/bouncing_ball_01.avi`.
  package var path: String {
    let digits = number < 10 ? "0\(number)" : "\(number)"
    return "\(category.rawValue)/\(category.fileStem)_\(digits).avi"
  }

  /// Draws all frames and encodes them as MPEG-4.
  ///
  /// The clip is written to a hidden file, which gets its name once it is complete.
  ///
  /// - Parameters:
  ///   - path: the file to write; its folder must exist.
  ///   - isCancelled: asked before every frame.
  /// - Throws: `CancellationError`, ``VideoError`` or ``SystemCallError``.
  func write(to path: String, isCancelled: () -> Bool) throws {
    let (folder, name) = (Folder.above(path), (path as NSString).lastPathComponent)
    // It has the extension of the clip, by which FFmpeg chooses the container format.
    let temporary = "\(folder)/.\(name)"
    do {
      let encoder = try ClipEncoder(
        path: temporary, width: Self.width, height: Self.height,
        framesPerSecond: Self.framesPerSecond, codec: "mpeg4")
      for frame in 0..<Self.frameCount {
        if isCancelled() { throw CancellationError() }
        try encoder.append(picture(frame: frame))
      }
      try encoder.finish()
      try DurableFile.synchronise(temporary, naming: path)
      guard rename(temporary, path) == 0 else {
        throw SystemCallError(action: "writing", path: path)
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
