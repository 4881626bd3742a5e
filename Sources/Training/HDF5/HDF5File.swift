import CHDF5
import Synchronization

/// An open HDF5 file.
///
/// Debian's HDF5 is not thread-safe, so a program uses one of these at a time: ``HDF5File/exclusively(_:)``
/// holds the lock that says so.
public final class HDF5File {
  /// What errors call the file.
  public let path: String
  let identifier: hid_t

  private static let lock = Mutex(())

  /// Runs work that opens files, while nobody else does.
  public static func exclusively<Result>(_ body: () throws -> Result) rethrows -> Result {
    try lock.withLock { _ in
      chdf5_begin()
      return try body()
    }
  }

  /// Creates a file, over one that is there.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what errors call it, where it is a temporary one.
  ///   - block: how many bytes are left free in front, 0 or a power of two from 512 on.
  public init(creating path: String, named name: String? = nil, blockInFront block: Int = 0) throws
  {
    self.path = name ?? path
    let properties = chdf5_file_behind(hsize_t(block))
    defer { H5Pclose(properties) }
    identifier = try checked(
      H5Fcreate(path, chdf5_truncate(), properties, chdf5_default()), "creating", self.path)
  }

  /// Opens a file for reading.
  public init(reading path: String) throws {
    self.path = path
    identifier = try checked(H5Fopen(path, chdf5_read_only(), chdf5_default()), "opening", path)
  }

  deinit {
    if isOpen { H5Fclose(identifier) }
  }

  private var isOpen = true

  /// Writes what is still in memory and closes the file; nothing may be done with it afterwards.
  public func close() throws {
    isOpen = false
    try checked(H5Fclose(identifier), "closing", path)
  }
}
