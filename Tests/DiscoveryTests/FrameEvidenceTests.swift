import Discovery
import Testing

@Suite struct FrameEvidenceTests {
  /// Of length 1 already, a quarter turn apart.
  private let appearance = Features(
    rows: 4, dimension: 2, values: [1, 0, 0, 1, -1, 0, 0, -1])
  private let motion = Features(rows: 4, dimension: 1, values: [7, -3, 2, -5])

  private func made(_ evidence: Evidence) -> Features {
    FrameEvidence(evidence, appearance: appearance, motion: motion)(
      appearance: appearance, motion: motion)
  }

  @Test func appearanceStaysAsTheNetworkMadeIt() {
    let long = Features(rows: 2, dimension: 1, values: [40, 2])
    let evidence = FrameEvidence(.appearance, appearance: long, motion: long)
    #expect(evidence(appearance: long, motion: long) == long)
  }

  /// Every number of one column, made of length 1, is 1 or −1; their mean is 0.
  @Test func motionAloneIsStandardised() {
    #expect(made(.motion).values == [1, -1, 1, -1])
  }

  @Test func motionCountsHalf() {
    let both = made(.both)
    #expect(both.dimension == 3)
    #expect(both.values == [1, 0, 0.5, 0, 1, -0.5, -1, 0, 0.5, 0, -1, -0.5])
  }

  /// What a classifier is shown is scaled as what it is asked about.
  @Test func otherFramesAreScaledAlike() {
    let evidence = FrameEvidence(.both, appearance: appearance, motion: motion)
    let other = evidence(
      appearance: Features(rows: 1, dimension: 2, values: [0, 9]),
      motion: Features(rows: 1, dimension: 1, values: [3]))
    #expect(other.values == [0, 1, 0.5])
  }

  @Test func withoutMotionThereIsAppearance() {
    let evidence = FrameEvidence(.motion, appearance: appearance, motion: nil)
    #expect(evidence.evidence == .appearance)
    #expect(evidence(appearance: appearance, motion: nil) == appearance)
  }
}
