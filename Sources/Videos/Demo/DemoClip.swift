import Basics

/// One clip of the demo collection: a pure function of (seed, category, number, frame).
///
/// What moves and how stays through a clip and belongs to its category. All else (colours, light,
/// backdrop, clutter, place, size, lean, thickness) wanders through its whole range within each
/// clip, alike in all categories: single pixels tell nothing, time does.
public struct DemoClip: Sendable {
  /// Width of a frame in pixels.
  public static let width = 320
  /// Height of a frame in pixels.
  public static let height = 240
  /// Frames a second.
  public static let framesPerSecond = 25
  /// Frames in a clip.
  public static let frameCount = 100

  /// What it shows.
  public let category: DemoCategory
  /// Its number within the category, from 1.
  public let number: Int

  private let subject: any DemoSubject
  private let colouring: Colouring
  private let lighting: Lighting
  private let backdrop: Backdrop
  private let staging: Staging

  /// Names the stream of random numbers: "demo" in ASCII.
  private static let stream: UInt64 = 0x6465_6D6F

  /// Plans a clip; its frames are drawn when asked for.
  ///
  /// - Parameters:
  ///   - category: what it shows.
  ///   - number: its number within the category, from 1.
  ///   - seed: the collection's seed.
  public init(category: DemoCategory, number: Int, seed: UInt64) {
    self.category = category
    self.number = number
    let seconds = Float(Self.frameCount) / Float(Self.framesPerSecond)
    var generator = SeededGenerator(
      seed: seed, path: Self.stream, UInt64(category.index), UInt64(number))
    subject = category.subject
    colouring = Colouring(seconds: seconds, using: &generator)
    lighting = Lighting(seconds: seconds, using: &generator)
    backdrop = Backdrop(
      width: Self.width, height: Self.height, seconds: seconds, using: &generator)
    staging = Staging(seconds: seconds, using: &generator)
  }

  /// Draws a frame.
  ///
  /// - Parameter frame: its number, from 0, below ``frameCount``.
  /// - Returns: 320×240 pixels.
  public func picture(frame: Int) -> RGBImage {
    let time = Float(frame) / Float(Self.framesPerSecond)
    let palette = colouring(time)
    var canvas = backdrop.canvas(at: time, colours: palette.backdrop)
    for part in subjectParts(frame: frame) {
      canvas.paint(part.shape, part.tone == .main ? palette.subject : palette.accent)
    }
    return canvas.photographed(in: lighting(time))
  }

  /// The subject's parts as they lie in a frame, in pixels.
  package func subjectParts(frame: Int) -> [SubjectPart] {
    let time = Float(frame) / Float(Self.framesPerSecond)
    let place = staging.placement(at: time, width: Self.width, height: Self.height)
    return subject.parts(phase: staging.phase(at: time), girth: staging.girth(at: time)).map {
      SubjectPart(place($0.shape), $0.tone)
    }
  }
}
