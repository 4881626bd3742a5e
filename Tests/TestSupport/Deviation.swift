/// The largest difference of two arrays' elements, as a share of the second one's largest magnitude.
///
/// - Returns: infinite where the counts differ or an element is not a number.
package func deviation(_ values: [Float], from expected: [Float]) -> Double {
  guard values.count == expected.count else { return .infinity }
  let differences = zip(values, expected).map { abs(Double($0) - Double($1)) }
  guard differences.allSatisfy(\.isFinite), let largest = differences.max(),
    let magnitude = expected.map(abs).max()
  else { return .infinity }
  return largest == 0 ? 0 : largest / Double(magnitude)
}
