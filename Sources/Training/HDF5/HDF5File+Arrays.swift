import CHDF5

extension HDF5File {
  /// Creates a group; its parent must be there.
  public func createGroup(_ name: String) throws {
    let group = try checked(
      H5Gcreate2(identifier, name, chdf5_default(), chdf5_default(), chdf5_default()),
      "creating the group \(name) of", path)
    H5Gclose(group)
  }

  /// Writes an array of 32-bit floats; the groups of its name must be there.
  ///
  /// - Parameters:
  ///   - values: the elements, last dimension fastest.
  ///   - shape: the size of every dimension.
  ///   - name: groups and name, separated by slashes.
  public func write(_ values: [Float], shape: [Int], as name: String) throws {
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
  ///   - name: groups and name, separated by slashes.
  ///   - shape: the shape that it must have; another is refused before memory is taken.
  /// - Returns: the elements, last dimension fastest.
  public func read(_ name: String, shape: [Int]) throws -> [Float] {
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
