/// Something that moves in a way of its own.
///
/// Its coordinates: x to the right, y down, and all of it, at any phase, within the circle of
/// radius 1 around the origin, so that it can be turned and placed without leaving the picture.
package protocol DemoSubject: Sendable {
  /// The parts to paint, first to last.
  ///
  /// - Parameters:
  ///   - phase: how many rounds of its motion it has done, at least 0.
  ///   - girth: how thick its parts are, 0.8 to 1.3.
  func parts(phase: Float, girth: Float) -> [SubjectPart]
}

/// One shape of a subject.
package struct SubjectPart: Sendable {
  /// Which of the two colours a part has.
  package enum Tone: Sendable {
    case main
    case accent
  }

  /// The shape, in the subject's coordinates.
  package var shape: Shape
  /// Its colour.
  package var tone: Tone

  init(_ shape: Shape, _ tone: Tone = .main) {
    self.shape = shape
    self.tone = tone
  }
}
