/// A picture with a palette: 8 bits a pixel.
///
/// The palette is found by median cut (Heckbert 1982, "Color image quantization for frame buffer
/// display"). The error of every pixel is passed on to its neighbours (Floyd and Steinberg 1976).
struct IndexedImage {
  /// Width in pixels.
  let width: Int
  /// Height in pixels.
  let height: Int
  /// The colours, as `0xRRGGBB`; at most 256.
  let palette: [UInt32]
  /// For every pixel, the index of its colour.
  let indices: [UInt8]

  /// The number of bits of each channel in the table of colours that the palette is chosen from.
  private static let coarse = 5
  /// The number of bits of each channel in the table of nearest colours.
  private static let fine = 6

  /// Chooses a palette and reduces a picture to it.
  ///
  /// - Parameter image: the picture.
  /// - Complexity: O(pixels).
  init(_ image: RGBImage) {
    (width, height) = (image.width, image.height)
    guard let colours = Self.fewColours(of: image) else {
      palette = Self.palette(of: image)
      indices = Self.diffused(image, palette: palette)
      return
    }
    palette = colours
    let numbers = Dictionary(
      uniqueKeysWithValues: colours.enumerated().map { ($1, UInt8($0)) })
    indices = (0..<image.width * image.height).map {
      numbers[Self.colour(of: image, $0)] ?? 0
    }
  }

  /// A cell of the table of colours: the number of its pixels and the sums of their channels.
  private struct Cell {
    let count: Int
    let sums: [Int]
    let mean: [Int]

    init(count: Int, sums: [Int]) {
      (self.count, self.sums) = (count, sums)
      mean = sums.map { $0 / max(count, 1) }
    }
  }

  private static func colour(of image: RGBImage, _ pixel: Int) -> UInt32 {
    UInt32(image.pixels[3 * pixel]) << 16 | UInt32(image.pixels[3 * pixel + 1]) << 8
      | UInt32(image.pixels[3 * pixel + 2])
  }

  /// Returns the colours of a picture, or nil if there are more than 256.
  private static func fewColours(of image: RGBImage) -> [UInt32]? {
    var colours: Set<UInt32> = []
    for pixel in 0..<(image.width * image.height) {
      colours.insert(colour(of: image, pixel))
      if colours.count > 256 { return nil }
    }
    return colours.sorted()
  }

  private static func palette(of image: RGBImage) -> [UInt32] {
    var counts = [Int](repeating: 0, count: 1 << (3 * coarse))
    var sums = [Int](repeating: 0, count: 3 << (3 * coarse))
    image.pixels.withUnsafeBufferPointer { pixels in
      for start in stride(from: 0, to: pixels.count, by: 3) {
        let (red, green, blue) = (pixels[start], pixels[start + 1], pixels[start + 2])
        let cell = cell(Int(red), Int(green), Int(blue), bits: coarse)
        counts[cell] += 1
        sums[3 * cell] += Int(red)
        sums[3 * cell + 1] += Int(green)
        sums[3 * cell + 2] += Int(blue)
      }
    }
    let cells = counts.indices.filter { counts[$0] > 0 }.map {
      Cell(count: counts[$0], sums: Array(sums[(3 * $0)..<(3 * $0 + 3)]))
    }
    return cut(cells).map { box in
      let count = max(box.reduce(0) { $0 + $1.count }, 1)
      return (0..<3).reduce(UInt32(0)) { colour, channel in
        colour << 8 | UInt32(box.reduce(0) { $0 + $1.sums[channel] } / count)
      }
    }
  }

  /// Cuts the box with the largest sum of squared errors in two until there are 256.
  private static func cut(_ cells: [Cell]) -> [[Cell]] {
    struct Box {
      var cells: [Cell]
      var channel = 0
      var error = 0.0
      init(_ cells: [Cell]) {
        self.cells = cells
        let count = Double(max(cells.reduce(0) { $0 + $1.count }, 1))
        for channel in 0..<3 {
          let mean = Double(cells.reduce(0) { $0 + $1.sums[channel] }) / count
          let error = cells.reduce(0) { sum, cell in
            let difference = Double(cell.mean[channel]) - mean
            return sum + Double(cell.count) * difference * difference
          }
          if error > self.error { (self.channel, self.error) = (channel, error) }
        }
      }
    }
    var boxes = [Box(cells)]
    while boxes.count < 256,
      let worst = boxes.indices.max(by: { boxes[$0].error < boxes[$1].error }),
      boxes[worst].error > 0, boxes[worst].cells.count > 1
    {
      let box = boxes[worst]
      let sorted = box.cells.sorted { $0.mean[box.channel] < $1.mean[box.channel] }
      let half = sorted.reduce(0) { $0 + $1.count } / 2
      var (sum, middle) = (0, 0)
      while middle < sorted.count - 1, sum + sorted[middle].count <= half || middle == 0 {
        sum += sorted[middle].count
        middle += 1
      }
      boxes[worst] = Box(Array(sorted[..<middle]))
      boxes.append(Box(Array(sorted[middle...])))
    }
    return boxes.map(\.cells)
  }

  private static func cell(_ red: Int, _ green: Int, _ blue: Int, bits: Int) -> Int {
    let shift = 8 - bits
    return ((red >> shift) << bits | green >> shift) << bits | blue >> shift
  }

  /// Gives every pixel the colour that is nearest to its own and what its neighbours passed on.
  ///
  /// - Returns: for every pixel, the index of its colour.
  private static func diffused(_ image: RGBImage, palette: [UInt32]) -> [UInt8] {
    let colours = palette.map {
      SIMD4(Int32($0 >> 16 & 255), Int32($0 >> 8 & 255), Int32($0 & 255), 0)
    }
    return image.pixels.withUnsafeBufferPointer { pixels in
      var indices = [UInt8](repeating: 0, count: image.width * image.height)
      var nearest = [Int16](repeating: -1, count: 1 << (3 * fine))
      // Sixteenths of the errors that are passed on, for this row and the next; a pixel more at either side.
      var here = [SIMD4<Int32>](repeating: .zero, count: image.width + 2)
      var next = here
      for y in 0..<image.height {
        for x in 0..<image.width {
          let (pixel, place) = (y * image.width + x, x + 1)
          let own = SIMD4(
            Int32(pixels[3 * pixel]), Int32(pixels[3 * pixel + 1]), Int32(pixels[3 * pixel + 2]), 0)
          let wanted = (own &+ here[place] / 16).clamped(
            lowerBound: .zero, upperBound: SIMD4(repeating: 255))
          let cell = cell(Int(wanted.x), Int(wanted.y), Int(wanted.z), bits: fine)
          if nearest[cell] < 0 { nearest[cell] = Int16(index(of: wanted, in: colours)) }
          let index = Int(nearest[cell])
          indices[pixel] = UInt8(index)
          let error = wanted &- colours[index]
          here[place + 1] &+= 7 &* error
          next[place - 1] &+= 3 &* error
          next[place] &+= 5 &* error
          next[place + 1] &+= error
        }
        swap(&here, &next)
        for place in next.indices { next[place] = .zero }
      }
      return indices
    }
  }

  /// The index of the nearest colour; of equally near ones, the first.
  private static func index(of wanted: SIMD4<Int32>, in colours: [SIMD4<Int32>]) -> Int {
    var (best, smallest) = (0, Int32.max)
    for (index, colour) in colours.enumerated() {
      let difference = wanted &- colour
      let distance = (SIMD4(2, 4, 1, 0) &* difference &* difference).wrappedSum()
      if distance < smallest { (best, smallest) = (index, distance) }
    }
    return best
  }
}
