/// Which frame of a video was decoded, and when it is shown.
public struct DecodedFrame: Equatable, Sendable {
  /// Its number among the sound frames of the video in the order of presentation, from 0.
  public var number: Int
  /// Seconds from the first frame that the decoder put out.
  public var seconds: Double
  /// Whether it is the very next frame of the video after the sound one before it.
  ///
  /// False for the first frame, and where damaged frames between the two were left out.
  public var followsPrevious: Bool
}
