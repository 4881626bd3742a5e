/// One frame of a map: where it is from, where it lies and which cluster it belongs to.
public struct MappedFrame: Equatable, Sendable {
  /// The video's name.
  public var video: String
  /// The video's category; empty if it has none.
  public var category: String
  /// When the frame is shown, in seconds from the video's start.
  public var seconds: Double
  /// The cluster's number, from 0.
  public var cluster: Int
  /// The place on the map, rightwards, in any unit.
  public var x: Double
  /// The place on the map, in the same unit, upwards.
  public var y: Double

  /// Describes one frame, as a row of `frames.csv` does.
  ///
  /// - Parameters:
  ///   - video: the video's name.
  ///   - category: the video's category; empty if it has none.
  ///   - seconds: when the frame is shown, from the video's start.
  ///   - cluster: the cluster's number, from 0.
  ///   - x: the place on the map, rightwards, in any unit.
  ///   - y: the place on the map, in the same unit, upwards.
  public init(
    video: String, category: String = "", seconds: Double, cluster: Int, x: Double, y: Double
  ) {
    self.video = video
    self.category = category
    self.seconds = seconds
    self.cluster = cluster
    self.x = x
    self.y = y
  }
}
