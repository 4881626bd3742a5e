import Basics
import Foundation

/// How a video gets into an organized folder.
public enum OrganizingMethod: String, Sendable {
  /// A symbolic link to the original.
  case link
  /// A copy of the original.
  case copy
}

/// A file that Unreel has put into an organized folder: a row of its `organized.csv`.
///
/// The row says enough to tell the file from one that a user has put in its place, so that nothing of the user's
/// is ever removed.
struct OrganizedFile: Hashable {
  /// The file's path in the organized folder.
  var path: String
  /// The absolute path of the original video.
  var source: String
  /// Whether the file is a link or a copy.
  var method: OrganizingMethod
  /// The bytes of the original; a copy has as many.
  var bytes: Int
  /// The time at which the original was changed, in nanoseconds since 1970; a copy has the same.
  var modified: Int64

  private static let header = ["path", "source", "method", "bytes", "modified_ns"]

  /// What lies at the file's place.
  enum State { case nothing, asWritten, other }

  /// Describes the file that an entry of a plan asks for; nil if the original does not exist.
  init?(_ entry: OrganizationPlan.Entry, method: OrganizingMethod) {
    var status = stat()
    guard stat(entry.source, &status) == 0 else { return nil }
    (path, source, self.method) = (entry.path, entry.source, method)
    (bytes, modified) = (Int(status.st_size), Self.nanoseconds(status))
  }

  private init(path: String, source: String, method: OrganizingMethod, bytes: Int, modified: Int64)
  {
    (self.path, self.source, self.method) = (path, source, method)
    (self.bytes, self.modified) = (bytes, modified)
  }

  /// Looks at what lies at the file's place.
  ///
  /// - Parameter folder: the organized folder.
  func state(in folder: String) -> State {
    let place = folder + "/" + path
    var status = stat()
    guard lstat(place, &status) == 0 else { return .nothing }
    switch method {
    case .link:
      guard status.st_mode & S_IFMT == S_IFLNK else { return .other }
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place)
      return target == source ? .asWritten : .other
    case .copy:
      let isSame =
        status.st_mode & S_IFMT == S_IFREG && status.st_size == bytes
        && Self.nanoseconds(status) == modified
      return isSame ? .asWritten : .other
    }
  }

  /// Makes the link or the copy.
  ///
  /// - Parameter folder: the organized folder.
  /// - Throws: `SystemCallError`.
  func make(in folder: String) throws {
    let place = folder + "/" + path
    try Folder.create(Folder.above(place))
    switch method {
    case .link:
      guard symlink(source, place) == 0 else {
        throw SystemCallError(action: "linking", path: place)
      }
    case .copy:
      try DurableFile.replace(place) { temporary in
        try copyContent(to: temporary)
        var times = [
          timespec(tv_sec: 0, tv_nsec: Self.unchanged),
          timespec(
            tv_sec: Int(modified / 1_000_000_000), tv_nsec: Int(modified % 1_000_000_000)),
        ]
        guard utimensat(AT_FDCWD, temporary, &times, 0) == 0 else {
          throw SystemCallError(action: "setting the time of", path: place)
        }
      }
    }
  }

  private func copyContent(to temporary: String) throws {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw SystemCallError(action: "reading", path: source) }
    defer { close(input) }
    let output = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard output >= 0 else { throw SystemCallError(action: "writing", path: path) }
    defer { close(output) }
    var left = bytes
    while left > 0 {
      let count = sendfile(output, input, nil, min(left, 1 << 30))
      guard count > 0 else {
        // No bytes and no error: the original has become shorter.
        throw SystemCallError(
          action: "copying", path: source, code: count < 0 ? errno : EIO, need: left)
      }
      left -= count
    }
  }

  /// Reads the table of an organized folder.
  ///
  /// - Throws: `MalformedFile` or `SystemCallError`.
  static func read(_ path: String) throws -> [OrganizedFile] {
    try Table.read(path, columns: header) { row in
      let fields = row.fields
      guard let method = OrganizingMethod(rawValue: fields[2]), let bytes = Int(fields[3]),
        let modified = Int64(fields[4]), !fields[0].hasPrefix("/"),
        !fields[0].split(separator: "/").contains("..")
      else { throw MalformedFile(path: path, line: row.line, reason: "not an organized file") }
      return OrganizedFile(
        path: fields[0], source: fields[1], method: method, bytes: bytes, modified: modified)
    }
  }

  /// Writes the table, durably.
  static func write(_ files: [OrganizedFile], to path: String) throws {
    let lines = files.map {
      CommaSeparated.row([$0.path, $0.source, $0.method.rawValue, "\($0.bytes)", "\($0.modified)"])
    }
    try DurableFile.write(CommaSeparated.row(header) + lines.joined(), to: path)
  }

  /// Leaves a time as it is; `UTIME_OMIT`, a macro of <sys/stat.h> that Swift does not import.
  private static let unchanged = (1 << 30) - 2

  private static func nanoseconds(_ status: stat) -> Int64 {
    Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }
}
