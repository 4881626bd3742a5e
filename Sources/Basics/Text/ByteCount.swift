/// Numbers of bytes as a person says them, in powers of ten.
package enum ByteCount {
  /// Such as `13 kB`, `622 MB`, `2.5 GB`.
  package static func text(_ bytes: Int) -> String {
    switch bytes {
    // Four bytes are not 0 kB.
    case ..<1_000_000: "\(bytes > 0 ? max((bytes + 500) / 1000, 1) : 0) kB"
    case ..<1_000_000_000: "\((bytes + 500_000) / 1_000_000) MB"
    default: "\((Double(bytes) / 1e8).rounded() / 10) GB"
    }
  }
}
