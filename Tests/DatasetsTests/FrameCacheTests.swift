import Datasets
import TestSupport
import Testing

@Suite struct FrameCacheTests {
  private struct Damaged: Error {}

  private func frame(_ number: Int) -> FrameReference {
    FrameReference(video: 0, frame: number, role: .query)
  }

  @Test func aFrameIsDecodedOnce() {
    let cache = FrameCache(limit: 10)
    var decoded = 0
    for _ in 0..<3 {
      let pixels = cache.pixels(of: frame(1)) {
        decoded += 1
        return [1, 2, 3]
      }
      #expect(pixels == [1, 2, 3])
    }
    #expect(decoded == 1 && cache.bytes == 3)
  }

  /// The limit holds two frames of four bytes, not three.
  @Test func itNeverHoldsMoreThanItsLimit() {
    let cache = FrameCache(limit: 11)
    for _ in 0..<2 {
      for number in 0..<3 {
        #expect(
          cache.pixels(of: frame(number)) { [UInt8](repeating: UInt8(number), count: 4) }[0]
            == number)
      }
    }
    #expect(cache.bytes == 8)
  }

  @Test func anErrorIsHandedOnAndNothingIsKept() {
    let cache = FrameCache(limit: 10)
    #expect(throws: Damaged.self) { try cache.pixels(of: frame(1)) { throw Damaged() } }
    #expect(cache.bytes == 0)
  }
}
