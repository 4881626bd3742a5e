import Basics
import Foundation

/// Keeps copies in a folder: an external disk, a mount of another machine.
///
/// The folder itself is never created: if it is missing, its disk is not mounted, and copies would fill the disk below.
public final class FolderStore: FileStore {
  private let folder: String

  /// Names the folder.
  ///
  /// - Parameter folder: its path.
  public init(_ folder: String) { self.folder = folder }

  /// Writes a copy under a temporary name and renames it.
  public func put(_ file: SourceFile, at path: String, state: SinkState) throws -> Bool {
    let target = folder + "/" + path
    do {
      try prepare(path, state)
      if try isSame(file, target) { return false }
      try DurableFile.replace(target) { temporary in
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemCallError(action: "creating", path: target) }
        defer { close(descriptor) }
        try file.read(0..<file.size) { piece in
          guard writeWhole(Array(piece), to: descriptor) else {
            throw SystemCallError(action: "writing", path: target, need: file.size)
          }
        }
        try file.checkUnchanged()
      }
      return true
    } catch let error as SystemCallError where error.path != file.path {
      throw Self.explained(error, folder)
    }
  }

  /// Removes a copy.
  public func remove(_ path: String, state: SinkState) throws {
    let target = folder + "/" + path
    do {
      try prepare(path, state)
      guard unlink(target) == 0 || errno == ENOENT else {
        throw SystemCallError(action: "removing", path: target)
      }
    } catch let error as SystemCallError {
      throw Self.explained(error, folder)
    }
  }

  /// Writes the mark into the folder.
  public func claim(_ name: String, for owner: String, state: SinkState) throws -> Bool {
    let path = "\(name)/\(OwnerMark.path)"
    do {
      guard Folder.isFolder(folder) else { throw Self.missing(folder) }
      let text = OwnerMark.text(owner)
      if Folder.isFile(folder + "/" + path) {
        let known = try BoundedFile.bytes(folder + "/" + path, atMost: 1 << 12)
        return known == Data(text.utf8)
      }
      try prepare(path, state)
      try DurableFile.write(text, to: folder + "/" + path)
      return true
    } catch let error as SystemCallError {
      throw Self.explained(error, folder)
    }
  }

  /// Creates the folder of a copy, unless it looks as if the disk were not mounted.
  private func prepare(_ path: String, _ state: SinkState) throws {
    guard Folder.isFolder(folder) else { throw Self.missing(folder) }
    let root = folder + "/" + (path.split(separator: "/").first ?? "")
    if !Folder.isFolder(root), state["folder"] == root {
      throw DeliveryError.refused(
        "\(root), where the copies are, is gone",
        advice: "mount its disk again; if you removed the folder, create it: mkdir \(root)")
    }
    try Folder.create(Folder.above(folder + "/" + path))
    if state["folder"] != root {
      state["folder"] = root
      try state.save()
    }
  }

  private static func missing(_ folder: String) -> DeliveryError {
    .refused(
      "the folder \(folder) is not there",
      advice: "mount its disk, or create it: mkdir -p \(folder)")
  }

  private func isSame(_ file: SourceFile, _ target: String) throws -> Bool {
    guard let copy = try SourceFile(target), copy.size == file.size else { return false }
    let isSame = try copy.digest() == file.digest()
    try file.checkUnchanged()
    return isSame
  }

  /// Tells what to do about a failed call.
  package static func explained(_ error: SystemCallError, _ folder: String) -> DeliveryError {
    let what = "\(error.action) \(error.path): \(error.reason)"
    switch error.code {
    case ENOSPC, EDQUOT:
      let room = error.need.map { "for \(FreeSpace.comparison(need: $0, at: folder))" }
      return .refused(what, advice: "make room \(room ?? "at \(folder)")")
    case EROFS: return .refused(what, advice: "mount it so that it can be written")
    case EACCES, EPERM: return .refused(what, advice: "let this user write there")
    case EFBIG:
      return .refused(
        what,
        advice: "the disk's format has no files of that size (FAT32 ends at 4 GB); use another")
    case ENAMETOOLONG, EINVAL, EISDIR, ENOTDIR:
      return .refused(what, advice: "choose another folder for the copies")
    default: return .unavailable(what)
    }
  }
}
