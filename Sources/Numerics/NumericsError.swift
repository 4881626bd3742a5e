import Basics

/// An input that an algorithm of this module can't compute with.
public enum NumericsError: ExplainedError, Equatable {
  /// A feature is infinite or not a number; rows and columns count from 0.
  case notFinite(row: Int, column: Int)
  /// Points of a map are infinitely far apart, or nowhere.
  case diverged
  /// More clusters were asked for than there are rows, or none.
  case clusterCount(clusters: Int, rows: Int)
  /// Features do not have the dimension of those that they are used with.
  case dimensions(expected: Int, found: Int)
  /// A file of a confusion matrix is not square, or holds something other than counts.
  case malformedMatrix(path: String, line: Int)

  /// The request is to blame for a wrong number of clusters; the data or a file otherwise.
  public var blame: Blame {
    if case .clusterCount = self { .usage } else { .execution }
  }

  /// What is wrong, such as `6 clusters for 4 rows: ask for 1 to 4 clusters, or give more data`.
  public var description: String {
    switch self {
    case .notFinite(let row, let column):
      "features: the number in row \(row), column \(column) is not finite; the checkpoint that "
        + "computed it is damaged, or its training diverged"
    case .diverged:
      "drawing the map: points are infinitely far apart; draw it again with another seed, and report this"
    case .clusterCount(let clusters, let rows) where rows == 0:
      "\(clusters) clusters for no rows: no data could be read, so give other data"
    case .clusterCount(let clusters, let rows):
      "\(clusters) clusters for \(rows) rows: ask for 1 to \(rows) clusters, or give more data"
    case .dimensions(let expected, let found):
      "features of dimension \(found) where dimension \(expected) is needed; "
        + "they come from another network or layer"
    case .malformedMatrix(let path, let line):
      "reading \(path): line \(line) is not a row of a confusion matrix; evaluate the run again"
    }
  }
}
