extension Checkpoint {
  /// Reads the kernels of the first layer, without LibTorch.
  ///
  /// - Parameter path: the file's path.
  /// - Returns: the side of a kernel, and side × side × 3 × filters numbers; nil if the layer is no convolution of
  ///   red, green and blue.
  /// - Throws: ``CheckpointError``, ``HDF5Error``, or `SystemCallError`.
  public static func firstKernels(of path: String) throws -> (side: Int, values: [Float])? {
    try withFile(path) { file in
      guard let shape = try architecture(of: file).parameterShapes.first, shape.kernel.count == 4,
        shape.kernel[1] == 3, shape.kernel[2] == shape.kernel[3]
      else { return nil }
      let name = "\(shape.layer)/\(shape.layer)/\(KerasForm.names(of: shape).kernel)"
      return (shape.kernel[2], try file.read(name, shape: KerasForm.shape(of: shape)))
    }
  }
}
