/// What became of the videos of a collection.
public struct LedgerSummary: Sendable {
  /// A video of which something is missing.
  public struct Trouble: Sendable {
    /// The video's name.
    public var video: String
    /// `partial` or `skipped`, as in the ledger.
    public var status: String
    /// Why, as in the ledger.
    public var reason: String

    /// Says what is missing of a video, and why.
    public init(video: String, status: String, reason: String) {
      self.video = video
      self.status = status
      self.reason = reason
    }
  }

  /// Videos read from beginning to end.
  public var complete: Int
  /// Videos read in part.
  public var partial: Int
  /// Videos of which nothing is used.
  public var skipped: Int
  /// Frames stored.
  public var frames: Int
  /// Pairs of frames to learn from.
  public var pairs: Int
  /// The partial and skipped videos.
  public var troubles: [Trouble]

  /// Takes the ledger's sums.
  ///
  /// - Parameters:
  ///   - complete: videos read from beginning to end.
  ///   - partial: videos read in part.
  ///   - skipped: videos of which nothing is used.
  ///   - frames: frames stored.
  ///   - pairs: pairs of frames to learn from.
  ///   - troubles: the partial and skipped videos.
  public init(
    complete: Int, partial: Int, skipped: Int, frames: Int, pairs: Int, troubles: [Trouble]
  ) {
    self.complete = complete
    self.partial = partial
    self.skipped = skipped
    self.frames = frames
    self.pairs = pairs
    self.troubles = troubles
  }
}
