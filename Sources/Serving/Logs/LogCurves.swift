/// The curves of a training log, thinned to what a screen can show.
///
/// Steps are gathered in buckets of equal width. When there are too many buckets, each two become one. So a log of
/// any length takes the same memory, and each bucket has the exact smallest, largest and mean value of its steps.
package struct LogCurves {
  /// The most buckets; a screen has fewer columns of pixels for a curve.
  package static let mostBuckets = 1024

  /// The values of a column in one bucket.
  package struct Bucket: Equatable {
    package var count: Int32 = 0
    package var smallest = Float.nan
    package var largest = Float.nan
    package var sum = 0.0

    package var mean: Float { count > 0 ? Float(sum / Double(count)) : .nan }

    mutating func add(_ value: Double) {
      let short = Float(value)
      smallest = count == 0 ? short : min(smallest, short)
      largest = count == 0 ? short : max(largest, short)
      sum += value
      count += 1
    }

    mutating func add(_ other: Bucket) {
      guard other.count > 0 else { return }
      smallest = count == 0 ? other.smallest : min(smallest, other.smallest)
      largest = count == 0 ? other.largest : max(largest, other.largest)
      sum += other.sum
      count += other.count
    }
  }

  /// The first step of the log; 0 before there is one.
  package private(set) var firstStep = 0
  /// The last step of the log; 0 before there is one.
  package private(set) var lastStep = 0
  /// How many steps were added.
  package private(set) var rows = 0
  /// How many steps a bucket spans; a power of two.
  package private(set) var width = 1
  /// The buckets of each of ``LogColumn``, all equally many.
  package private(set) var columns = [[Bucket]](repeating: [], count: LogColumn.allCases.count)

  private let most: Int
  private var firstTime = Double.nan

  /// Makes empty curves.
  ///
  /// - Parameters:
  ///   - most: the most buckets, an even number.
  ///   - width: how many steps a bucket spans at first; a power of two.
  package init(most: Int = LogCurves.mostBuckets, width: Int = 1) {
    (self.most, self.width) = (most, width)
  }

  /// The number of buckets.
  package var buckets: Int { columns[0].count }

  /// Adds a step; one that is not after the last one is left out.
  package mutating func add(_ step: LoggedStep) {
    guard step.step > lastStep else { return }
    if rows == 0 {
      firstStep = step.step
      firstTime = step.time
    }
    lastStep = step.step
    rows += 1
    while (step.step - firstStep) / width >= most { halve() }
    let bucket = (step.step - firstStep) / width
    while buckets <= bucket {
      for column in columns.indices { columns[column].append(Bucket()) }
    }
    for column in LogColumn.allCases {
      let value =
        column == .elapsed ? step.time - firstTime : step.values[column.rawValue]
      if value.isFinite { columns[column.rawValue][bucket].add(value) }
    }
  }

  private mutating func halve() {
    width *= 2
    for column in columns.indices { columns[column] = Self.paired(columns[column]) }
  }

  private static func paired(_ buckets: [Bucket]) -> [Bucket] {
    stride(from: 0, to: buckets.count, by: 2).map { place in
      var both = buckets[place]
      if place + 1 < buckets.count { both.add(buckets[place + 1]) }
      return both
    }
  }

  /// How many steps a bucket spans if there may be fewer buckets.
  ///
  /// - Parameter most: the most buckets.
  package func width(thinnedTo most: Int) -> Int {
    var (width, buckets) = (width, buckets)
    while buckets > max(most, 1) { (width, buckets) = (width * 2, (buckets + 1) / 2) }
    return width
  }

  /// Returns the curves with fewer buckets.
  ///
  /// - Parameter most: the most buckets.
  package func thinned(to most: Int) -> LogCurves {
    var result = self
    while result.buckets > max(most, 1) { result.halve() }
    return result
  }

  /// The curves as JSON.
  ///
  /// - Parameter first: the first bucket to give; a reader replaces those from there on.
  /// - Returns: an object with `first_step`, `last_step`, `rows`, `width`, `from`, and `columns`: for each column its
  ///   `mean`, and where a bucket spans several steps its `min` and `max`. A bucket without a value is null.
  package func json(from first: Int = 0) -> String {
    let start = min(max(first, 0), buckets)
    var text =
      "{\"first_step\":\(firstStep),\"last_step\":\(lastStep),\"rows\":\(rows),\"width\":\(width),"
      + "\"from\":\(start),\"columns\":{"
    for column in LogColumn.allCases {
      let buckets = columns[column.rawValue][start...]
      if column != .loss { text += "," }
      text += "\"\(column.name)\":{\"mean\":" + Self.array(buckets.map(\.mean))
      if width > 1 {
        text += ",\"min\":" + Self.array(buckets.map(\.smallest))
        text += ",\"max\":" + Self.array(buckets.map(\.largest))
      }
      text += "}"
    }
    return text + "}}"
  }

  private static func array(_ values: [Float]) -> String {
    var text = "["
    text.reserveCapacity(values.count * 10)
    for (index, value) in values.enumerated() {
      if index > 0 { text += "," }
      text += value.isFinite ? value.description : "null"
    }
    return text + "]"
  }
}
