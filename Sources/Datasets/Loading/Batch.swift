/// The pictures of some examples, ready for a network.
public struct Batch: Sendable {
  /// Red, green and blue of all examples' first frames, then of all their second ones, …:
  /// frames an example × examples × side × side × 3 bytes.
  public let pixels: [UInt8]
  /// The examples.
  public let examples: [Example]

  /// What is known of every example.
  public var labels: [Int] { examples.map(\.label) }

  /// How many examples there are.
  public var count: Int { examples.count }
}
