import Basics

/// How often rows of every category were taken for every category.
public struct ConfusionMatrix: Equatable, Sendable {
  /// The categories' names.
  public let categories: [String]
  /// For every true category, how often each category was predicted.
  public let counts: [[Int]]

  private static let corner = "true \\ predicted"

  /// Counts predictions.
  ///
  /// - Parameters:
  ///   - categories: the categories' names.
  ///   - truth: for every row, the number of its category.
  ///   - predicted: for every row, the number of the category that it was taken for.
  public init(categories: [String], truth: [Int], predicted: [Int]) {
    precondition(truth.count == predicted.count, "every row needs a prediction")
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: categories.count), count: categories.count)
    for (category, prediction) in zip(truth, predicted) { counts[category][prediction] += 1 }
    self.categories = categories
    self.counts = counts
  }

  /// Reads what ``write(to:)`` wrote.
  ///
  /// - Throws: ``DiscoveryError/malformedMatrix(path:line:)``, `MalformedTable`, or Foundation's error
  ///   where the file can't be read.
  public init(contentsOf path: String) throws {
    let lines = try CommaSeparated.parse(BoundedFile.text(path, atMost: BoundedFile.mostOfTable))
    let names = Array(lines.first?.dropFirst() ?? [])
    guard lines.first?.first == Self.corner, lines.count == names.count + 1 else {
      throw DiscoveryError.malformedMatrix(path: path, line: 1)
    }
    categories = names
    counts = try lines.dropFirst().enumerated().map { index, fields in
      // Sums of a million such still fit a number.
      let numbers = fields.dropFirst().compactMap { Int($0) }.filter { (0...1 << 42).contains($0) }
      guard fields.first == names[index], numbers.count == names.count else {
        throw DiscoveryError.malformedMatrix(path: path, line: index + 2)
      }
      return numbers
    }
  }

  /// Writes the matrix durably: a row a true category, a column a predicted one.
  ///
  /// - Throws: `SystemCallError`.
  public func write(to path: String) throws {
    let lines = zip(categories, counts).map { name, counts in
      CommaSeparated.row([name] + counts.map(String.init))
    }
    try DurableFile.write(CommaSeparated.row([Self.corner] + categories) + lines.joined(), to: path)
  }
}
