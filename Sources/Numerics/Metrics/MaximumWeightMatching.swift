/// Finds the largest sum of entries of a matrix such that no two share a row or a column.
///
/// This is the Hungarian algorithm as shortest augmenting paths with potentials (Kuhn 1955; Jonker
/// and Volgenant 1987). Rows are matched one after the other, and each row's path is found with
/// Dijkstra's algorithm. SciPy's `linear_sum_assignment` solves the same problem.
///
/// - Parameters:
///   - entries: rows × columns, row by row.
///   - rows: the number of rows.
///   - columns: the number of columns.
/// - Returns: the sum of min(rows, columns) entries.
/// - Complexity: O(min(rows, columns)² × max(rows, columns)).
func maximumWeightMatching(_ entries: [Int], rows: Int, columns: Int) -> Int {
  guard rows <= columns else {
    let transposed = (0..<columns).flatMap { column in
      (0..<rows).map { entries[$0 * columns + column] }
    }
    return maximumWeightMatching(transposed, rows: columns, columns: rows)
  }
  // Rows and columns count from 1 here. Column 0 stands for the row that is being matched.
  var rowPotential = [Int](repeating: 0, count: rows + 1)
  var columnPotential = [Int](repeating: 0, count: columns + 1)
  var partner = [Int](repeating: 0, count: columns + 1)
  for row in stride(from: 1, through: rows, by: 1) {
    var slack = [Int](repeating: .max, count: columns + 1)
    var previous = [Int](repeating: 0, count: columns + 1)
    var isVisited = [Bool](repeating: false, count: columns + 1)
    var column = 0
    partner[0] = row
    repeat {
      isVisited[column] = true
      let current = partner[column]
      var nearest = 0
      var least = Int.max
      for other in 1...columns where !isVisited[other] {
        let cost = -entries[(current - 1) * columns + other - 1]
        let reduced = cost - rowPotential[current] - columnPotential[other]
        if reduced < slack[other] {
          slack[other] = reduced
          previous[other] = column
        }
        if slack[other] < least {
          least = slack[other]
          nearest = other
        }
      }
      for other in 0...columns {
        if isVisited[other] {
          rowPotential[partner[other]] += least
          columnPotential[other] -= least
        } else {
          slack[other] -= least
        }
      }
      column = nearest
    } while partner[column] != 0
    while column != 0 {
      partner[column] = partner[previous[column]]
      column = previous[column]
    }
  }
  return (1...max(columns, 1)).reduce(0) { sum, column in
    guard column <= columns, partner[column] != 0 else { return sum }
    return sum + entries[(partner[column] - 1) * columns + column - 1]
  }
}
