extension Settings {
  /// Checks how frames are seen.
  func validateViews() throws {
    try require(
      "least_area", views.leastArea, "above 0, at most 1",
      views.leastArea > 0 && views.leastArea <= 1)
    for (name, share) in views.shares {
      try require(name, share, "from 0 to 1", (0...1).contains(share))
    }
  }

  /// Checks how motion is learned.
  func validateMotion() throws {
    try require("motion.steps", motion.steps, from: 1)
    try require("motion.batch", motion.batch, from: 2)
    for (name, value) in [
      ("motion.temperature", motion.temperature), ("motion.learning_rate", motion.learningRate),
    ] { try require(name, value, "a positive number", value > 0 && value.isFinite) }
  }

  /// Checks which frames are stored, and whether the objective can do with them.
  func validateSampling() throws {
    for (name, stride) in [("stride", sampling.stride), ("short_stride", sampling.shortStride)] {
      try require(
        name, stride, "from 2 to \(Self.most), since a successor is no query",
        (2...Self.most).contains(stride))
    }
    for (name, count) in [
      ("later_offset", sampling.laterOffset), ("short_later_offset", sampling.shortLaterOffset),
      ("negative_every", sampling.negativeEvery),
    ] { try require(name, count, from: 0) }
    // Until a video is that long, its pictures are held in memory.
    try require(
      "short_below", sampling.shortBelow, "from 0 to 1000", (0...1000).contains(sampling.shortBelow)
    )
    switch objectiveKind {
    case .contrastive:
      try require(
        "negative_every", sampling.negativeEvery, "at least 2 for the contrastive objective",
        sampling.negativeEvery >= 2)
    case .quadruplet:
      try require(
        "later_offset", sampling.laterOffset, "at least 1 for the quadruplet objective",
        sampling.storesLaterFrames)
    case .infonce, .vicreg: break
    }
  }
}
