import Evaluation
import Numerics
import Testing

@Suite struct GroupingSentenceTests {
  private func sentence(
    frames: Modality, videos: Modality, asked: String? = nil, count: Int = 18
  ) throws -> String? {
    let features = Features(rows: 2, dimension: 1, values: [0, 1])
    let scored = try ClusteringScorer(
      [0, 1], of: features, origins: RowGroups(videoOfRow: [0, 1], videos: 2, categories: nil))
    var found = Evaluation(
      try KMeans(clusters: 2, seed: 0).cluster(features), scorer: scored, baselines: Baselines(),
      settings: EvaluationRecord(
        k: 2, seed: 0, featureLayer: "fc7", checkpoint: nil, starts: 10,
        others: asked.map { ["group_by": .text($0)] } ?? [:]))
    #expect(found.groupingSentence == nil, "nothing is known")
    found.videos = count
    (found.frameModality, found.videoModality) = (frames, videos)
    (found.kernelAlignment, found.motionAlignment) = (0.084, 0.37)
    return found.groupingSentence
  }

  @Test func theReasonIsGiven() throws {
    #expect(
      try sentence(frames: .motion, videos: .motion, asked: "auto")
        == "Frames and videos are grouped by motion: appearance says something else "
        + "(alignment 0.08; 0 is chance). With --group-by appearance they are grouped by appearance.")
    #expect(
      try sentence(frames: .both, videos: .both)
        == "Frames and videos are grouped by appearance and motion together: the two agree "
        + "(alignment 0.08; 0 is chance).")
    #expect(
      try sentence(frames: .appearance, videos: .appearance)
        == "Frames and videos are grouped by appearance: motion says something else "
        + "(alignment 0.08; 0 is chance), and two halves of the motion hardly agree (0.37).")
    #expect(
      try sentence(frames: .appearance, videos: .appearance, count: 9)
        == "Frames and videos are grouped by appearance: motion says something else "
        + "(alignment 0.08; 0 is chance), and there are too few videos to trust motion alone.")
  }

  @Test func framesThatAreClusteredOtherwiseAreNotClaimed() throws {
    #expect(
      try sentence(frames: .appearance, videos: .motion)
        == "Videos are grouped by motion: appearance says something else (alignment 0.08; 0 is chance).")
  }

  @Test func aRequestNeedsNoReason() throws {
    #expect(
      try sentence(frames: .both, videos: .both, asked: "both")
        == "Frames and videos are grouped by appearance and motion together, as asked.")
  }
}
