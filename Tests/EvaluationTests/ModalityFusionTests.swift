import Evaluation
import Numerics
import Testing

@Suite struct ModalityFusionTests {
  /// Made of length 1: a quarter turn apart, and (0.6, 0.8) and (1, 0) by turns.
  private let appearance = Features(
    rows: 4, dimension: 2, values: [2, 0, 0, 3, -1, 0, 0, -9])
  private let motion = Features(rows: 4, dimension: 2, values: [3, 4, 5, 0, 6, 8, 0.5, 0])
  /// Their mean is (0.8, 0.4), from which all are √0.2 away: (∓0.2, ±0.4) / √0.2.
  private let moved = (Float(0.2).squareRoot(), 2 * Float(0.2).squareRoot())

  private func expect(_ found: Features, _ values: [Float]) {
    #expect(found.values.count == values.count)
    for (one, other) in zip(found.values, values) { #expect(abs(one - other) < 1e-6) }
  }

  private func made(_ modality: Modality) -> Features {
    ModalityFusion(modality, appearance: appearance, motion: motion).fuse(
      appearance: appearance, motion: motion)
  }

  @Test func appearanceStaysAsTheNetworkMadeIt() {
    let long = Features(rows: 2, dimension: 1, values: [40, 2])
    let fusion = ModalityFusion(.appearance, appearance: long, motion: long)
    #expect(fusion.fuse(appearance: long, motion: long) == long)
  }

  @Test func motionAloneIsStandardised() {
    let (low, high) = moved
    expect(made(.motion), [-low, high, low, -high, -low, high, low, -high])
  }

  @Test func motionCountsHalf() {
    let (low, high) = (moved.0 / 2, moved.1 / 2)
    #expect(made(.both).dimension == 4)
    expect(
      made(.both), [1, 0, -low, high, 0, 1, low, -high, -1, 0, -low, high, 0, -1, low, -high])
  }

  /// What a classifier is shown is scaled as what it is asked about.
  @Test func otherFramesAreScaledAlike() {
    let fusion = ModalityFusion(.both, appearance: appearance, motion: motion)
    let other = fusion.fuse(
      appearance: Features(rows: 1, dimension: 2, values: [0, 9]),
      motion: Features(rows: 1, dimension: 2, values: [7, 0]))
    expect(other, [0, 1, moved.0 / 2, -moved.1 / 2])
  }

  @Test func withoutMotionThereIsAppearance() {
    let fusion = ModalityFusion(.motion, appearance: appearance, motion: nil)
    #expect(fusion.modality == .appearance)
    #expect(fusion.fuse(appearance: appearance, motion: nil) == appearance)
  }
}
