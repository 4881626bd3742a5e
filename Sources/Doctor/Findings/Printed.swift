import Foundation

/// Numbers as a person reads them.
enum Printed {
  /// `79 GFLOP/s`; below ten with a decimal.
  static func speed(_ operationsPerSecond: Double) -> String {
    let billions = operationsPerSecond / 1e9
    return String(format: billions < 10 ? "%.1f GFLOP/s" : "%.0f GFLOP/s", billions)
  }
}
