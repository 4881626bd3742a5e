/// The place of a cell on a Morton curve, which visits all cells of a larger one before it leaves it (Morton 1966).
package enum MortonCode {
  /// The bits of x and y in turn, x lowest.
  package static func code(_ x: UInt16, _ y: UInt16) -> UInt32 { spread(x) | spread(y) << 1 }

  /// Puts a zero between the bits of a number.
  private static func spread(_ value: UInt16) -> UInt32 {
    var bits = UInt32(value)
    bits = (bits | bits << 8) & 0x00FF_00FF
    bits = (bits | bits << 4) & 0x0F0F_0F0F
    bits = (bits | bits << 2) & 0x3333_3333
    return (bits | bits << 1) & 0x5555_5555
  }
}
