import Basics

/// A confusion matrix: how often each category was predicted for the rows of each true category.
public struct ConfusionMatrix: Equatable, Sendable {
  /// The categories' names.
  public let categories: [String]
  /// For every true category, how often each category was predicted: a row for each true one.
  public let counts: [[Int]]

  /// The first field of the file's first row.
  private static let corner = "true \\ predicted"

  /// Counts predictions.
  ///
  /// - Parameters:
  ///   - categories: the categories' names.
  ///   - truth: the number of every row's category.
  ///   - predicted: the number of every row's predicted category.
  public init(categories: [String], truth: [Int], predicted: [Int]) {
    precondition(truth.count == predicted.count, "every row needs a prediction")
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: categories.count), count: categories.count)
    for (category, prediction) in zip(truth, predicted) { counts[category][prediction] += 1 }
    self.categories = categories
    self.counts = counts
  }

  /// Reads a matrix that ``write(to:)`` wrote.
  ///
  /// - Parameter path: the file.
  /// - Throws: ``NumericsError/malformedMatrix(path:line:)``, or a `SystemCallError` if the file
  ///   can't be read.
  public init(contentsOf path: String) throws {
    func malformed(_ line: Int) -> NumericsError { .malformedMatrix(path: path, line: line) }
    var reader = CommaSeparatedReader(
      try BoundedFile.text(path, atMost: BoundedFile.mostOfTable))
    var counts: [[Int]] = []
    do {
      guard let header = try reader.next(), header.fields.first == Self.corner else {
        throw malformed(1)
      }
      categories = Array(header.fields.dropFirst())
      while let row = try reader.next() {
        // A million such counts can be added without overflow.
        let numbers = row.fields.dropFirst().compactMap { Int($0) }
          .filter { (0...1 << 42).contains($0) }
        guard counts.count < categories.count, row.fields.first == categories[counts.count],
          numbers.count == categories.count
        else { throw malformed(row.line) }
        counts.append(numbers)
      }
    } catch let error as MalformedTable {
      throw malformed(error.line)
    }
    guard counts.count == categories.count else { throw malformed(counts.count + 2) }
    self.counts = counts
  }

  /// Writes the matrix durably as CSV.
  ///
  /// The file has a row for each true category and a column for each predicted one.
  ///
  /// - Parameter path: the file.
  /// - Throws: `SystemCallError`.
  public func write(to path: String) throws {
    let lines = zip(categories, counts).map { name, counts in
      CommaSeparated.row([name] + counts.map(String.init))
    }
    try DurableFile.write(CommaSeparated.row([Self.corner] + categories) + lines.joined(), to: path)
  }
}
