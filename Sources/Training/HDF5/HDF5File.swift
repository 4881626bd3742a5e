import Basics
import CHDF5
import Foundation
import Synchronization

/// An open HDF5 file.
///
/// Debian's HDF5 is not thread-safe. Use ``HDF5File/exclusively(_:)`` around all work with files: it holds a
/// lock.
package final class HDF5File {
  /// The file's path in error messages.
  package let path: String
  let identifier: hid_t

  private static let lock = Mutex(())

  /// Runs work with files while holding the lock.
  ///
  /// - Parameter body: the work.
  /// - Returns: what the work returns.
  package static func exclusively<Result>(_ body: () throws -> Result) rethrows -> Result {
    try lock.withLock { _ in
      chdf5_begin()
      return try body()
    }
  }

  /// Creates a file; an existing one is overwritten.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - name: the path in error messages, for a temporary file; nil is `path`.
  ///   - block: how many bytes are left free at the front: 0, or a power of two of at least 512.
  /// - Throws: ``HDF5Error``.
  package init(creating path: String, named name: String? = nil, blockInFront block: Int = 0) throws
  {
    self.path = name ?? path
    let properties = chdf5_file_behind(hsize_t(block))
    defer { H5Pclose(properties) }
    identifier = try checked(
      H5Fcreate(path, chdf5_truncate(), properties, chdf5_default()), "creating", self.path)
  }

  /// Opens a file for reading.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: ``HDF5Error``.
  package init(reading path: String) throws {
    self.path = path
    identifier = try checked(H5Fopen(path, chdf5_read_only(), chdf5_default()), "opening", path)
  }

  deinit {
    if isOpen { H5Fclose(identifier) }
  }

  private var isOpen = true

  /// Writes what is still in memory and closes the file, which must not be used afterwards.
  package func close() throws {
    isOpen = false
    try checked(H5Fclose(identifier), "closing", path)
  }
}

extension HDF5File {
  /// Returns the shape of an array, or nil if there is no such array.
  ///
  /// - Parameter name: the array's groups and name, separated by slashes.
  /// - Throws: ``HDF5Error``.
  package func shape(of name: String) throws -> [Int]? {
    guard contains(name) else { return nil }
    let dataset = try checked(
      H5Dopen2(identifier, name, chdf5_default()), "opening \(name) of", path)
    defer { H5Dclose(dataset) }
    return try size(of: dataset, named: name)
  }

  /// Returns the size of every dimension of an open array.
  func size(of dataset: hid_t, named name: String) throws -> [Int] {
    let space = try checked(H5Dget_space(dataset), "sizing \(name) of", path)
    defer { H5Sclose(space) }
    let rank = Int(try checked(H5Sget_simple_extent_ndims(space), "sizing \(name) of", path))
    var sizes = [hsize_t](repeating: 0, count: rank)
    try checked(H5Sget_simple_extent_dims(space, &sizes, nil), "sizing \(name) of", path)
    return sizes.map(Int.init(clamping:))
  }

  /// Returns whether a name exists; HDF5 requires a check of every group in the name.
  private func contains(_ name: String) -> Bool {
    let parts = name.split(separator: "/")
    return parts.indices.allSatisfy { last in
      H5Lexists(identifier, parts[...last].joined(separator: "/"), chdf5_default()) > 0
    }
  }
}

extension HDF5File {
  /// Creates a group; its parent must exist.
  ///
  /// - Parameter name: the groups' names, separated by slashes.
  /// - Throws: ``HDF5Error``.
  package func createGroup(_ name: String) throws {
    let group = try checked(
      H5Gcreate2(identifier, name, chdf5_default(), chdf5_default(), chdf5_default()),
      "creating the group \(name) of", path)
    H5Gclose(group)
  }

  /// Writes an array of 32-bit floats; the groups of its name must exist.
  ///
  /// - Parameters:
  ///   - values: the elements, last dimension fastest.
  ///   - shape: the size of every dimension.
  ///   - name: the array's groups and name, separated by slashes.
  /// - Throws: ``HDF5Error``.
  package func write(_ values: [Float], shape: [Int], as name: String) throws {
    precondition(values.count == shape.reduce(1, *), "an array's elements must fill its shape")
    let space = try checked(
      H5Screate_simple(Int32(shape.count), shape.map(hsize_t.init), nil), "sizing \(name) of", path)
    defer { H5Sclose(space) }
    let properties = chdf5_timeless_dataset()
    defer { H5Pclose(properties) }
    let dataset = try checked(
      H5Dcreate2(
        identifier, name, chdf5_stored_float(), space, chdf5_default(), properties, chdf5_default()),
      "creating \(name) of", path)
    defer { H5Dclose(dataset) }
    try checked(
      H5Dwrite(
        dataset, chdf5_float(), chdf5_everything(), chdf5_everything(), chdf5_default(), values),
      "writing \(name) of", path)
  }

  /// Reads an array of 32-bit floats.
  ///
  /// - Parameters:
  ///   - name: the array's groups and name, separated by slashes.
  ///   - shape: the shape that the array must have; another one is refused before memory is allocated.
  /// - Returns: the elements, last dimension fastest.
  /// - Throws: ``HDF5Error``.
  package func read(_ name: String, shape: [Int]) throws -> [Float] {
    let dataset = try checked(
      H5Dopen2(identifier, name, chdf5_default()), "opening \(name) of", path)
    defer { H5Dclose(dataset) }
    let found = try size(of: dataset, named: name)
    guard found == shape else {
      throw HDF5Error(
        action: "reading \(name) of", path: path,
        reason: "its shape is \(found), the network needs \(shape)")
    }
    var values = [Float](repeating: 0, count: shape.reduce(1, *))
    try checked(
      H5Dread(
        dataset, chdf5_float(), chdf5_everything(), chdf5_everything(), chdf5_default(), &values),
      "reading \(name) of", path)
    return values
  }
}

/// A failed call of the HDF5 library.
public struct HDF5Error: ExplainedError {
  /// What was being done, as a phrase such as `writing conv1/kernel:0 of`.
  public var action: String
  /// The file's path.
  public var path: String
  /// The library's own message.
  public var reason: String
  /// The system's error number (errno), if a system call failed.
  public var code: Int32?

  /// Always `Blame.execution`.
  public var blame: Blame { .execution }

  /// For example `opening epoch-0010.h5: file signature not found`.
  public var description: String { "\(action) \(path): \(reason)" }
}

/// Returns an identifier or a status of HDF5, or throws ``HDF5Error`` if it is negative.
@discardableResult
func checked<Number: SignedInteger>(
  _ number: Number, _ action: @autoclosure () -> String, _ path: String
) throws -> Number {
  guard number < 0 else { return number }
  var reason = chdf5_last_reason()
  let text = withUnsafeBytes(of: &reason) { bytes in
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
  // HDF5's message contains errno within a paragraph of addresses and offsets.
  let code = text.firstMatch(of: /errno = (\d+)/).flatMap { Int32($0.1) }
  let line = text.split(whereSeparator: \.isNewline).first.map(String.init)
  throw HDF5Error(
    action: action(), path: path,
    reason: code.map { String(cString: strerror($0)) } ?? line ?? "no reason given", code: code)
}
