/// The pictures of some examples, ready for a network.
package struct Batch: Sendable {
  /// Red, green and blue of all examples' first frames, then of all their second ones, …:
  /// frames an example × examples × side × side × 3 bytes.
  package let pixels: [UInt8]
  /// The examples.
  package let examples: [Example]

  /// What is known of every example.
  package var labels: [Int] { examples.map(\.label) }

  /// How many examples there are.
  package var count: Int { examples.count }
}
