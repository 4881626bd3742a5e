import Foundation

/// Files of NumPy's format that hold a matrix of 32-bit numbers.
///
/// The files have version 1.0, are little-endian, and hold the matrix row by row. The format:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public enum NPY {
  /// Writes a matrix durably, without a copy of its numbers, and replaces what is there.
  ///
  /// - Parameters:
  ///   - values: rows × columns numbers, row by row.
  ///   - rows: the number of rows.
  ///   - columns: the number of columns.
  ///   - path: the file's path; the folder must exist.
  /// - Throws: ``SystemCallError``; the path then holds what it held before.
  public static func write<Number: NPYNumber>(
    _ values: [Number], rows: Int, columns: Int, to path: String
  ) throws {
    precondition(values.count == rows * columns, "the matrix must have rows × columns numbers")
    try DurableFile.replace(path) { temporary in
      guard let file = fopen(temporary, "wb") else {
        throw SystemCallError(action: "creating", path: path)
      }
      let header = header(of: Number.self, rows: rows, columns: columns)
      let isWritten =
        fwrite(header, 1, header.count, file) == header.count
        && fwrite(values, MemoryLayout<Number>.stride, values.count, file) == values.count
      let code = errno
      let need = header.count + 4 * values.count
      guard fclose(file) == 0 else {
        throw SystemCallError(action: "writing", path: path, need: need)
      }
      guard isWritten else {
        throw SystemCallError(action: "writing", path: path, code: code, need: need)
      }
    }
  }

  /// Returns the bytes of a whole file, for small matrices.
  ///
  /// - Parameters:
  ///   - values: rows × columns numbers, row by row.
  ///   - rows: the number of rows.
  ///   - columns: the number of columns.
  public static func bytes<Number: NPYNumber>(
    _ values: [Number], rows: Int, columns: Int
  ) -> [UInt8] {
    precondition(values.count == rows * columns, "the matrix must have rows × columns numbers")
    return header(of: Number.self, rows: rows, columns: columns)
      + values.withUnsafeBytes(Array.init)
  }

  /// Reads a matrix that NumPy or ``write(_:rows:columns:to:)`` wrote.
  ///
  /// Memory is allocated only after the shape was checked against the file's size.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - type: the type of its numbers.
  /// - Returns: rows × columns numbers, row by row.
  /// - Throws: ``MalformedNPY``, or ``SystemCallError`` if the file cannot be read.
  public static func read<Number: NPYNumber>(
    _ path: String, as type: Number.Type = Float.self
  ) throws -> (values: [Number], rows: Int, columns: Int) {
    guard let file = fopen(path, "rb") else {
      throw SystemCallError(action: "opening", path: path)
    }
    defer { fclose(file) }
    var information = stat()
    guard fstat(fileno(file), &information) == 0 else {
      throw SystemCallError(action: "reading", path: path)
    }
    do {
      let preamble = try bytes(preambleSize, from: file)
      guard preamble.starts(with: magic) else { throw Refusal("it is not an .npy file") }
      guard preamble[6] == 1 else {
        throw Refusal("format version \(preamble[6]).\(preamble[7]), only 1.0 is read")
      }
      let headerSize = Int(preamble[8]) | Int(preamble[9]) << 8
      let header = String(decoding: try bytes(headerSize, from: file), as: UTF8.self)
      let (rows, columns) = try shape(header, of: Number.npyType)
      let (count, overflows) = rows.multipliedReportingOverflow(by: columns)
      let available = Int(information.st_size) - preambleSize - headerSize
      guard !overflows, count <= Int.max / 4, count * 4 == available else {
        throw Refusal("\(rows) × \(columns) numbers do not fill the \(available) bytes it holds")
      }
      let values = try [Number](unsafeUninitializedCapacity: count) { buffer, filled in
        filled = fread(buffer.baseAddress, MemoryLayout<Number>.stride, count, file)
        guard filled == count else { throw Refusal("it ends early") }
      }
      return (values, rows, columns)
    } catch let refusal as Refusal {
      throw MalformedNPY(path: path, reason: refusal.reason)
    }
  }

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let preambleSize = 10

  private struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  private static func header<Number: NPYNumber>(
    of type: Number.Type, rows: Int, columns: Int
  ) -> [UInt8] {
    let text =
      "{'descr': '\(Number.npyType)', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    let unpadded = preambleSize + text.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let size = text.utf8.count + padding + 1
    return magic + [1, 0, UInt8(size & 0xFF), UInt8(size >> 8)] + Array(text.utf8)
      + [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
  }

  private static func bytes(_ count: Int, from file: UnsafeMutablePointer<FILE>) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard fread(&bytes, 1, count, file) == count else { throw Refusal("it ends early") }
    return bytes
  }

  /// Parses the header, which is a literal of a Python dictionary.
  private static func shape(
    _ header: String, of wanted: String
  ) throws -> (rows: Int, columns: Int) {
    guard let type = header.firstMatch(of: /'descr':\s*'([^']*)'/)?.1 else {
      throw Refusal("its header names no element type")
    }
    guard type == wanted else {
      throw Refusal("elements of type \(type), only \(wanted) is read")
    }
    guard header.contains(/'fortran_order':\s*False/) else {
      throw Refusal("its numbers are not stored row by row")
    }
    guard let shape = header.firstMatch(of: /'shape':\s*\(\s*([0-9]+)\s*,\s*([0-9]+)\s*,?\s*\)/)
    else { throw Refusal("it does not have two dimensions") }
    guard let rows = Int(shape.1), let columns = Int(shape.2) else {
      throw Refusal("its dimensions are too large")
    }
    return (rows, columns)
  }
}

/// A number that ``NPY`` can hold; it has 32 bits.
public protocol NPYNumber: BitwiseCopyable {
  /// The type's name in the header of a file.
  static var npyType: String { get }
}

extension Float: NPYNumber {
  /// 32-bit floats, little-endian.
  public static var npyType: String { "<f4" }
}

extension Int32: NPYNumber {
  /// 32-bit integers, little-endian.
  public static var npyType: String { "<i4" }
}

/// An .npy file that does not hold a matrix as it should.
public struct MalformedNPY: ExplainedError {
  /// The file's path.
  public var path: String
  /// What is wrong with the file.
  public var reason: String

  /// Describes what is wrong.
  public init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }

  /// Always ``Blame/execution``.
  public var blame: Blame { .execution }
  /// For example `reading features.npy: elements of type <f8, only <f4 is read`.
  public var description: String { "reading \(path): \(reason)" }
}
