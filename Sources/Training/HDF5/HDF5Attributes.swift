import CHDF5

// Attributes belong to the root group (`/`), or to the group or array named `object`.
extension HDF5File {
  /// Writes a text as an attribute.
  package func setAttribute(_ name: String, of object: String = "/", to text: String) throws {
    let space = try checked(H5Screate(H5S_SCALAR), "sizing \(name) of", path)
    try writeAttribute(name, of: object, texts: [text], space: space)
  }

  /// Writes a list of texts as an attribute, each padded with zeros to the longest one's length.
  package func setAttribute(_ name: String, of object: String = "/", to texts: [String]) throws {
    let space = try checked(
      H5Screate_simple(1, [hsize_t(texts.count)], nil), "sizing \(name) of", path)
    try writeAttribute(name, of: object, texts: texts, space: space)
  }

  /// Writes an integer as an attribute.
  package func setAttribute(_ name: String, of object: String = "/", to number: Int) throws {
    let space = try checked(H5Screate(H5S_SCALAR), "sizing \(name) of", path)
    try writeAttribute(
      name, of: object, bytes: withUnsafeBytes(of: Int64(number), Array.init),
      memory: chdf5_int64(), stored: chdf5_stored_int64(), space: space)
  }

  /// Writes a list of 64-bit floats as an attribute.
  package func setAttribute(_ name: String, of object: String = "/", to numbers: [Double]) throws {
    let space = try checked(
      H5Screate_simple(1, [hsize_t(numbers.count)], nil), "sizing \(name) of", path)
    try writeAttribute(
      name, of: object, bytes: numbers.withUnsafeBytes(Array.init), memory: chdf5_double(),
      stored: chdf5_stored_double(), space: space)
  }

  /// Reads a list of 64-bit floats; throws ``HDF5Error`` if it is missing or longer than allowed.
  package func numbers(_ name: String, of object: String = "/", atMost: Int) throws -> [Double] {
    let attribute = try open(name, of: object)
    defer { H5Aclose(attribute) }
    let space = try checked(H5Aget_space(attribute), "sizing \(name) of", path)
    defer { H5Sclose(space) }
    let count = try checked(H5Sget_simple_extent_npoints(space), "sizing \(name) of", path)
    guard count <= atMost else {
      throw HDF5Error(
        action: "reading \(name) of", path: path, reason: "\(count) numbers, at most \(atMost)")
    }
    var numbers = [Double](repeating: 0, count: Int(count))
    try checked(H5Aread(attribute, chdf5_double(), &numbers), "reading \(name) of", path)
    return numbers
  }

  /// Reads a text; throws ``HDF5Error`` if it is missing.
  package func text(_ name: String, of object: String = "/") throws -> String {
    let attribute = try open(name, of: object)
    defer { H5Aclose(attribute) }
    let type = try checked(H5Aget_type(attribute), "reading \(name) of", path)
    defer { H5Tclose(type) }
    let length = H5Tget_size(type)
    guard H5Tget_class(type) == H5T_STRING, length <= Self.longestText else {
      throw HDF5Error(action: "reading \(name) of", path: path, reason: "it is not a text")
    }
    var bytes = [UInt8](repeating: 0, count: length)
    try checked(H5Aread(attribute, type, &bytes), "reading \(name) of", path)
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Reads an integer; throws ``HDF5Error`` if it is missing.
  package func integer(_ name: String, of object: String = "/") throws -> Int {
    let attribute = try open(name, of: object)
    defer { H5Aclose(attribute) }
    var number: Int64 = 0
    try checked(H5Aread(attribute, chdf5_int64(), &number), "reading \(name) of", path)
    return Int(number)
  }

  /// The longest text in bytes: HDF5 keeps attributes of up to 64 KiB in an object's header.
  private static let longestText = 1 << 16

  private func open(_ name: String, of object: String) throws -> hid_t {
    try checked(
      H5Aopen_by_name(identifier, object, name, chdf5_default(), chdf5_default()),
      "opening the attribute \(name) of", path)
  }

  private func writeAttribute(
    _ name: String, of object: String, texts: [String], space: hid_t
  ) throws {
    let length = max(texts.map(\.utf8.count).max() ?? 1, 1)
    let type = chdf5_text(length)
    defer { H5Tclose(type) }
    let bytes = texts.flatMap { text in
      Array(text.utf8) + [UInt8](repeating: 0, count: length - text.utf8.count)
    }
    try writeAttribute(
      name, of: object, bytes: bytes, memory: type, stored: type, space: space)
  }

  private func writeAttribute(
    _ name: String, of object: String, bytes: [UInt8], memory: hid_t, stored: hid_t, space: hid_t
  ) throws {
    defer { H5Sclose(space) }
    let attribute = try checked(
      H5Acreate_by_name(
        identifier, object, name, stored, space, chdf5_default(), chdf5_default(), chdf5_default()),
      "creating the attribute \(name) of", path)
    defer { H5Aclose(attribute) }
    try checked(H5Awrite(attribute, memory, bytes), "writing the attribute \(name) of", path)
  }
}
