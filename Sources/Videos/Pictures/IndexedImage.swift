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
  private(set) var indices: [UInt8]

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
    palette = Self.palette(of: image)
    indices = Array(repeating: 0, count: image.width * image.height)
    diffuse(image)
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

  private static func palette(of image: RGBImage) -> [UInt32] {
    var exact: [UInt32: Int] = [:]
    var counts = [Int](repeating: 0, count: 1 << (3 * coarse))
    var sums = [Int](repeating: 0, count: 3 << (3 * coarse))
    image.pixels.withUnsafeBufferPointer { pixels in
      for start in stride(from: 0, to: pixels.count, by: 3) {
        let (red, green, blue) = (pixels[start], pixels[start + 1], pixels[start + 2])
        if exact.count <= 256 {
          exact[UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), default: 0] += 1
        }
        let cell = cell(Int(red), Int(green), Int(blue), bits: coarse)
        counts[cell] += 1
        sums[3 * cell] += Int(red)
        sums[3 * cell + 1] += Int(green)
        sums[3 * cell + 2] += Int(blue)
      }
    }
    if exact.count <= 256 { return exact.keys.sorted() }
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
  private mutating func diffuse(_ image: RGBImage) {
    let channels = palette.map { [Int($0 >> 16 & 255), Int($0 >> 8 & 255), Int($0 & 255)] }
    let (reds, greens, blues) = (
      channels.map { $0[0] }, channels.map { $0[1] }, channels.map { $0[2] }
    )
    var nearest = [Int16](repeating: -1, count: 1 << (3 * Self.fine))
    // Sixteenths of the errors that are passed on, for this row and the next; a pixel more at either side.
    var here = [Int](repeating: 0, count: 3 * (width + 2))
    var next = here
    image.pixels.withUnsafeBufferPointer { pixels in
      for y in 0..<height {
        for x in 0..<width {
          let (pixel, place) = (3 * (y * width + x), 3 * (x + 1))
          let red = min(max(Int(pixels[pixel]) + here[place] / 16, 0), 255)
          let green = min(max(Int(pixels[pixel + 1]) + here[place + 1] / 16, 0), 255)
          let blue = min(max(Int(pixels[pixel + 2]) + here[place + 2] / 16, 0), 255)
          let cell = Self.cell(red, green, blue, bits: Self.fine)
          if nearest[cell] < 0 {
            var (best, smallest) = (0, Int.max)
            for index in reds.indices {
              let (r, g, b) = (red - reds[index], green - greens[index], blue - blues[index])
              let distance = 2 * r * r + 4 * g * g + b * b
              if distance < smallest { (best, smallest) = (index, distance) }
            }
            nearest[cell] = Int16(best)
          }
          let index = Int(nearest[cell])
          indices[y * width + x] = UInt8(index)
          let errors = (red - reds[index], green - greens[index], blue - blues[index])
          func pass(_ error: Int, _ channel: Int) {
            here[place + 3 + channel] += 7 * error
            next[place - 3 + channel] += 3 * error
            next[place + channel] += 5 * error
            next[place + 3 + channel] += error
          }
          pass(errors.0, 0)
          pass(errors.1, 1)
          pass(errors.2, 2)
        }
        swap(&here, &next)
        for index in next.indices { next[index] = 0 }
      }
    }
  }
}
