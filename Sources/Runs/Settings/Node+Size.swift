import Yams

extension Node {
  /// Whether there are more values in it than a number, those that aliases repeat counted each time.
  ///
  /// - Complexity: O(limit).
  func isLarger(than limit: Int) -> Bool {
    var waiting = [self]
    var count = 0
    while let node = waiting.popLast() {
      count += 1
      guard count <= limit else { return true }
      switch node {
      case .mapping(let mapping): for (key, value) in mapping { waiting += [key, value] }
      case .sequence(let sequence): waiting += sequence
      case .scalar, .alias: break
      }
      // Millions of aliases of one long list would fill the memory before they are counted.
      guard waiting.count <= limit else { return true }
    }
    return false
  }
}
