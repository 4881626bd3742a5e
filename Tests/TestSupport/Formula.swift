/// Weights and pictures as closed formulas, too large to keep as fixtures.
///
/// The same numbers, to the last bit, as Tests/Reference/Networks/formula.py.
package enum Formula {
  /// 32 mixed bits of an index: Ellis's lowbias32.
  @inline(__always)
  package static func mixed(_ stream: Int, _ index: Int) -> UInt32 {
    var x = UInt32(truncatingIfNeeded: index) &* 0x9E37_79B1
    x &+= UInt32(truncatingIfNeeded: stream &* 0x85EB_CA6B)
    x ^= x >> 16
    x &*= 0x7FEB_352D
    x ^= x >> 15
    x &*= 0x846C_A68B
    x ^= x >> 16
    return x
  }

  /// A number, the indices' evenly spread over -1 ..< 1.
  @inline(__always)
  package static func value(_ stream: Int, _ index: Int) -> Float {
    Float(mixed(stream, index) >> 8) * 0x1p-23 - 1
  }

  /// A stream's first numbers, evenly spread over -scale ..< scale.
  package static func values(_ stream: Int, count: Int, scale: Float = 1) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      for index in 0..<count { buffer[index] = value(stream, index) * scale }
      filled = count
    }
  }

  /// Bytes, side × side × (red, green, blue): half even blocks of a scene, half noise.
  ///
  /// - Parameters:
  ///   - scene: what the blocks are a function of; frames of one scene look alike.
  ///   - noise: what the noise is a function of.
  ///   - side: width and height in pixels.
  package static func picture(scene: Int, noise: Int, side: Int) -> [UInt8] {
    let blocks = (side + 10) / 11
    var bytes: [UInt8] = []
    bytes.reserveCapacity(side * side * 3)
    for y in 0..<side {
      for x in 0..<side {
        for colour in 0..<3 {
          let block = mixed(1000 + scene, (y / 11 * blocks + x / 11) * 3 + colour) >> 25
          let grain = mixed(100_000 + noise, (y * side + x) * 3 + colour) >> 25
          bytes.append(UInt8(block + grain))
        }
      }
    }
    return bytes
  }
}
