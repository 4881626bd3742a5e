import Foundation

/// A file that is open for reading; it is closed when nothing refers to it.
package final class OpenFile: Sendable {
  /// The file's descriptor.
  let descriptor: Int32
  /// Its size in bytes when it was opened.
  package let size: Int

  deinit { close(descriptor) }

  /// Opens a file below a folder; symbolic links are not followed, at no level.
  ///
  /// Each folder is opened from the one above it. So nobody can exchange one for a link between a check and the opening.
  ///
  /// - Parameters:
  ///   - root: the folder, absolute.
  ///   - components: the names of folders and of the file.
  /// - Returns: nil if there is no such file.
  package init?(below root: String, _ components: [String]) {
    guard !components.isEmpty,
      !components.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." || $0.contains("/") })
    else { return nil }
    var folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    for name in components.dropLast() {
      let next = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      close(folder)
      guard next >= 0 else { return nil }
      folder = next
    }
    defer { close(folder) }
    let file = openat(
      folder, components[components.count - 1], O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    var information = stat()
    guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      close(file)
      return nil
    }
    (descriptor, size) = (file, Int(information.st_size))
  }

  /// Reads a piece; nil if the file ends before, because something has changed it.
  package func piece(at offset: Int, count: Int) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let read = buffer.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
      }
      guard read > 0 else { return nil }
      done += read
    }
    return buffer
  }
}
