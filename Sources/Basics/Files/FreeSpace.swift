import Foundation

/// How much room there is on a disk.
public enum FreeSpace {
  /// The bytes that may still be written to the file system of a path.
  ///
  /// - Parameter path: a file or folder, or one that will be created below an existing folder.
  /// - Returns: nil where the system does not tell.
  public static func of(_ path: String) -> Int? {
    var existing = path
    while !existing.isEmpty, existing != "/", access(existing, F_OK) != 0 {
      existing = Folder.above(existing)
    }
    var information = statvfs()
    guard statvfs(existing.isEmpty ? "." : existing, &information) == 0 else { return nil }
    return Int(information.f_bavail) * Int(information.f_frsize)
  }

  /// A number of bytes as a person says it: `13 kB`, `622 MB`, `2.5 GB`.
  public static func text(_ bytes: Int) -> String {
    switch bytes {
    case ..<1_000_000: "\((bytes + 999) / 1000) kB"
    case ..<1_000_000_000: "\((bytes + 500_000) / 1_000_000) MB"
    default: "\(Double((bytes + 50_000_000) / 100_000_000) / 10) GB"
    }
  }

  /// What is needed beside what there is, such as `about 622 MB at RUN, where 13 kB are free`.
  public static func beside(need: Int, at path: String) -> String {
    "about \(text(need)) at \(path)" + (of(path).map { ", where \(text($0)) are free" } ?? "")
  }

  /// What a piece of work will need, beside what there is.
  ///
  /// - Parameters:
  ///   - need: the bytes that are needed.
  ///   - path: where they are written.
  public static func sentence(need: Int, at path: String) -> String {
    let isEnough = of(path).map { need <= $0 } ?? true
    return beside(need: need, at: path) + (isEnough ? "" : "; make room before it is needed")
  }
}
