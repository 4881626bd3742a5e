import CHDF5

extension HDF5File {
  /// The shape of an array, or nil where there is none of that name.
  ///
  /// - Parameter name: groups and name, separated by slashes.
  public func shape(of name: String) throws -> [Int]? {
    guard contains(name) else { return nil }
    let dataset = try checked(
      H5Dopen2(identifier, name, chdf5_default()), "opening \(name) of", path)
    defer { H5Dclose(dataset) }
    return try size(of: dataset, named: name)
  }

  /// The size of every dimension of an open array.
  func size(of dataset: hid_t, named name: String) throws -> [Int] {
    let space = try checked(H5Dget_space(dataset), "sizing \(name) of", path)
    defer { H5Sclose(space) }
    let rank = Int(try checked(H5Sget_simple_extent_ndims(space), "sizing \(name) of", path))
    var sizes = [hsize_t](repeating: 0, count: rank)
    try checked(H5Sget_simple_extent_dims(space, &sizes, nil), "sizing \(name) of", path)
    return sizes.map(Int.init(clamping:))
  }

  /// Whether there is something of a name: HDF5 asks for every group on the way to it.
  private func contains(_ name: String) -> Bool {
    let parts = name.split(separator: "/")
    return parts.indices.allSatisfy { last in
      H5Lexists(identifier, parts[...last].joined(separator: "/"), chdf5_default()) > 0
    }
  }
}
