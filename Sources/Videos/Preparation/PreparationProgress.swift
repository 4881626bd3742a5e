/// How far a preparation has got.
public struct PreparationProgress: Equatable, Sendable {
  /// Videos that are done, also those that an earlier run did.
  public var videosDone: Int
  /// Videos in all.
  public var videosInAll: Int
  /// Frames that this run decoded.
  public var framesDecoded = 0
  /// Frames that this run stored.
  public var framesKept = 0
  /// The video that the latest frame belongs to.
  public var currentName = ""
}
