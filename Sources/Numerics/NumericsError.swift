import Basics

/// Features that nothing can be discovered in as asked.
package enum NumericsError: ExplainedError, Equatable {
  /// A feature is infinite or not a number.
  case notFinite(row: Int, column: Int)
  /// More clusters were asked for than there are rows, or none.
  case clusterCount(clusters: Int, rows: Int)
  /// Vectors of different dimensions were to be compared.
  case dimensions(expected: Int, found: Int)
  /// A file of a confusion matrix that is not square or not of counts.
  case malformedMatrix(path: String, line: Int)

  /// The request's for a number of clusters, else the features'.
  package var blame: Blame {
    if case .clusterCount = self { .usage } else { .execution }
  }

  /// Such as `6 clusters of 4 rows: ask for 1 to 4 clusters, or give more videos`.
  package var description: String {
    switch self {
    case .notFinite(let row, let column):
      "features: number \(column) of row \(row) is not finite; the checkpoint that they come from "
        + "is damaged or its training diverged"
    case .clusterCount(let clusters, let rows) where rows == 0:
      "\(clusters) clusters of no rows: give videos that frames can be read from"
    case .clusterCount(let clusters, let rows):
      "\(clusters) clusters of \(rows) rows: ask for 1 to \(rows) clusters, or give more videos"
    case .dimensions(let expected, let found):
      "features of dimension \(found) where \(expected) is needed; "
        + "they come from another network or layer"
    case .malformedMatrix(let path, let line):
      "reading \(path): line \(line) is not a row of a confusion matrix; evaluate the run again"
    }
  }
}
