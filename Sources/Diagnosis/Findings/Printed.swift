import Foundation

/// Numbers as a person reads them.
enum Printed {
  /// `79 GFLOP/s`; below ten with a decimal.
  static func speed(_ operationsPerSecond: Double) -> String {
    let billions = operationsPerSecond / 1e9
    return String(format: billions < 10 ? "%.1f GFLOP/s" : "%.0f GFLOP/s", billions)
  }

  /// `22.4 GB`, `622 MB`, `51 kB`, in powers of ten.
  static func size(_ bytes: Int) -> String {
    switch bytes {
    case 1_000_000_000...: String(format: "%.1f GB", Double(bytes) / 1e9)
    case 1_000_000...: String(format: "%.0f MB", Double(bytes) / 1e6)
    default: String(format: "%.0f kB", Double(bytes) / 1e3)
    }
  }
}
