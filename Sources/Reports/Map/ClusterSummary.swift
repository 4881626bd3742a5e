/// What is in one cluster.
package struct ClusterSummary: Equatable, Sendable {
  /// The cluster's number, from 0.
  package var number: Int
  /// How many frames it has.
  package var frames: Int
  /// How many videos those are from.
  package var videos: Int
  /// The category of most of its frames; of equals the first by name; `nil` if none is known.
  package var topCategory: String?
  /// The share of that category among all of its frames, 0 to 1.
  package var topShare: Double?
  /// Its colour in every figure.
  package var colour: Colour

  /// Describes a cluster.
  package init(
    number: Int, frames: Int, videos: Int, topCategory: String?, topShare: Double?, colour: Colour
  ) {
    self.number = number
    self.frames = frames
    self.videos = videos
    self.topCategory = topCategory
    self.topShare = topShare
    self.colour = colour
  }
}
