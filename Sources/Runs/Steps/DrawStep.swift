import Videos

/// What comes before the steps of a demonstration: drawing its videos.
public struct DrawStep {
  private let path: String
  private let threads: Int
  private let surroundings: Surroundings

  /// Names the step.
  ///
  /// - Parameters:
  ///   - path: the folder for the videos.
  ///   - threads: how many clips are drawn side by side.
  ///   - surroundings: where progress goes and who may stop it.
  public init(into path: String, threads: Int, in surroundings: Surroundings) {
    self.path = path
    self.threads = threads
    self.surroundings = surroundings
  }

  /// Draws the clips that are not there yet.
  public func callAsFunction() throws {
    let display = surroundings.display
    try DemoCollection(seed: Self.seed).draw(
      into: path, threads: threads,
      progress: { display.show("drawing clips", done: $0, of: $1, unit: "clips") },
      isCancelled: surroundings.isCancelled)
    display.endLine()
  }

  /// The demonstration's videos are the same for everyone, whatever the run's seed.
  private static let seed: UInt64 = 1
}
