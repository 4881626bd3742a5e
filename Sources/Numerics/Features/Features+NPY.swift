import Basics

extension Features {
  /// Reads features from an .npy file of 32-bit floats, rows × dimension.
  ///
  /// - Throws: `MalformedNPY`, or `SystemCallError` where the file can't be read.
  package init(contentsOf path: String) throws {
    let (values, rows, columns) = try NPY.read(path)
    self.init(rows: rows, dimension: columns, values: values)
  }

  /// Writes features as an .npy file of 32-bit floats, rows × dimension, durably.
  ///
  /// - Throws: `SystemCallError`.
  package func write(to path: String) throws {
    try NPY.write(values, rows: rows, columns: dimension, to: path)
  }
}
