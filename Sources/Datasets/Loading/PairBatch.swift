/// The pictures of some pairs, ready for a network.
public struct PairBatch: Sendable {
  /// Red, green and blue of all anchors, then of all partners: 2 × pairs × side × side × 3 bytes.
  public let pixels: [UInt8]
  /// For every pair, whether its frames are successive.
  public let isPositive: [Bool]

  /// How many pairs there are.
  public var count: Int { isPositive.count }
}
