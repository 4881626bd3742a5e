import CLoops
import TestSupport
import Testing

/// The loops in C have the bits of the same loops in Swift, which rounds every product and every sum.
@Suite struct PixelLoopTests {
  /// Whole vectors, rests, and rows shorter than a vector.
  @Test(arguments: [0, 1, 5, 15, 16, 17, 31, 32, 100], [1, 2, 5])
  func weightedRows(length: Int, count: Int) {
    let step = length + 3
    let rows = Formula.values(1, count: step * count).map { UInt8(abs($0) * 255) }
    let weights = Formula.values(2, count: count)
    let expected = (0..<length).map { at in
      (0..<count).reduce(Float(0)) { $0 + weights[$1] * Float(rows[$1 * step + at]) }
    }
    var sums = [Float](repeating: -1, count: length + 1)
    cl_weighted_rows(rows, step, weights, count, &sums, length)
    #expect(sums == expected + [-1])
  }

  @Test(arguments: [1, 2, 7])
  func weightedPixels(taps: Int) {
    let pixels = Formula.values(1, count: 3 * 20 + 1)
    let starts = [0, 3, 3, 20 - taps, 1]
    let weights = Formula.values(2, count: taps * starts.count)
    var found = [Float](repeating: -1, count: 4 * starts.count)
    cl_weighted_pixels(pixels, starts, weights, taps, &found, starts.count)
    for (at, start) in starts.enumerated() {
      for colour in 0..<3 {
        let expected = (0..<taps).reduce(Float(0)) {
          $0 + weights[at * taps + $1] * pixels[3 * (start + $1) + colour]
        }
        #expect(found[4 * at + colour] == expected)
      }
    }
  }

  /// By hand: halves go to the even number, and what is outside to the nearest end.
  @Test(arguments: [1, 7, 8, 9, 30])
  func roundedPixels(count: Int) {
    let colours: [Float] = [
      -3, 0.5, 1.5, 254.5, 255.4, 300, 2.49, 2.5, 99.51, .infinity, -.infinity, 0,
    ]
    let rounded: [UInt8] = [0, 0, 2, 254, 255, 255, 2, 2, 100, 255, 0, 0]
    var pixels: [Float] = []
    for pixel in 0..<count {
      pixels += (0..<3).map { colours[(3 * pixel + $0) % colours.count] }
      pixels.append(77)
    }
    var bytes = [UInt8](repeating: 9, count: 3 * count + 1)
    cl_rounded_pixels(pixels, &bytes, count)
    #expect(bytes == (0..<3 * count).map { rounded[$0 % rounded.count] } + [9])
  }
}
