import Discovery
import Testing

@Suite struct GroupingSentenceTests {
  private func sentence(
    frames: Evidence, videos: Evidence, asked: String? = nil, count: Int = 18
  ) throws -> String? {
    let features = Features(rows: 2, dimension: 1, values: [0, 1])
    let scored = try ScoredClusters(
      [0, 1], of: features, origins: RowOrigins(videoOfRow: [0, 1], videos: 2, categories: nil))
    var found = Evaluation(
      try KMeans(clusters: 2, seed: 0).cluster(features), scored: scored, baselines: Baselines(),
      settings: EvaluationSettings(
        k: 2, seed: 0, featureLayer: "fc7", checkpoint: nil, starts: 10,
        others: asked.map { ["group_by": .text($0)] } ?? [:]))
    #expect(found.groupingSentence == nil, "nothing is known")
    found.videos = count
    (found.frameEvidence, found.videoEvidence) = (frames, videos)
    (found.kernelAlignment, found.motionAlignment) = (0.084, 0.37)
    return found.groupingSentence
  }

  @Test func theReasonIsSaid() throws {
    #expect(
      try sentence(frames: .motion, videos: .motion, asked: "auto")
        == "Frames and videos are grouped by what moves, of which what is seen says little "
        + "(alignment 0.08; 0 is chance). With --group-by appearance they are grouped by that.")
    #expect(
      try sentence(frames: .both, videos: .both)
        == "Frames and videos are grouped by what is seen and what moves together, which say much the "
        + "same of videos (alignment 0.08; 0 is chance).")
    #expect(
      try sentence(frames: .appearance, videos: .appearance)
        == "Frames and videos are grouped by what is seen, since what moves says other things "
        + "(alignment 0.08; 0 is chance), and not the same at every second look (0.37).")
    #expect(
      try sentence(frames: .appearance, videos: .appearance, count: 9)
        == "Frames and videos are grouped by what is seen, since what moves says other things "
        + "(alignment 0.08; 0 is chance), for all that so few videos tell.")
  }

  @Test func framesThatAreNotGroupedAlikeAreNotClaimed() throws {
    #expect(
      try sentence(frames: .appearance, videos: .motion)
        == "Videos are grouped by what moves, of which what is seen says little "
        + "(alignment 0.08; 0 is chance).")
  }

  @Test func aWishIsNoReason() throws {
    #expect(
      try sentence(frames: .both, videos: .both, asked: "both")
        == "Frames and videos are grouped by what is seen and what moves together, as was asked.")
  }
}
