import Evaluation
import Testing

@Suite struct AreaShrinkingTests {
  /// By hand: 3×3 to 2×2, each new pixel covers 1½ × 1½ old ones with weights 1, ½ and ¼.
  @Test func meansAreTakenOverAreas() {
    let grey: [UInt8] = [0, 90, 180, 30, 120, 210, 60, 150, 240]
    let pixels = grey.flatMap { [$0, 0, 255] as [UInt8] }
    let shrunk = AreaShrinking.shrink(pixels[...], side: 3, to: 2)
    let expected: [Double] = [
      (0 + 45 + 15 + 30) / 2.25, (45 + 180 + 30 + 105) / 2.25, (15 + 30 + 60 + 75) / 2.25,
      (30 + 105 + 75 + 240) / 2.25,
    ]
    for (pixel, value) in expected.enumerated() {
      #expect(abs(Double(shrunk[pixel * 3]) * 255 - value) < 1e-3)
      #expect(shrunk[pixel * 3 + 1] == 0)
      #expect(abs(shrunk[pixel * 3 + 2] - 1) < 1e-6)
    }
  }

  @Test func anEqualSideChangesNothing() {
    let pixels: [UInt8] = [0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6]
    let shrunk = AreaShrinking.shrink(pixels[...], side: 2, to: 2)
    for (own, byte) in zip(shrunk, pixels) { #expect(abs(own - Float(byte) / 255) < 1e-6) }
  }
}
