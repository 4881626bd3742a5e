/// The middle of some values, in two senses.
package struct Average: Codable, Equatable, Sendable {
  /// Their sum divided by their number; 0 for no values.
  package let mean: Double
  /// The value that half of them lie below, the upper of the middle two; 0 for no values.
  package let median: Double

  /// Averages values.
  ///
  /// - Complexity: O(n log n).
  package init(of values: [Double]) {
    mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    median = values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }
}
