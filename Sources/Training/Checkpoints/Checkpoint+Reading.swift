import Networks
import Tensors

extension Checkpoint {
  /// Reads a checkpoint.
  ///
  /// - Parameter path: the file.
  /// - Throws: ``HDF5Error``, or ``CheckpointError`` where the file is not one of Unreel's.
  public init(reading path: String) throws {
    self = try HDF5File.exclusively {
      let file = try HDF5File(reading: path)
      let version = try file.integer("format_version", of: "unreel")
      guard version == Self.formatVersion else {
        throw CheckpointError.otherFormat(path: path, version: version)
      }
      let architecture = try Self.architecture(of: file, at: path)
      var weights: [String: (kernel: Tensor, bias: Tensor)] = [:]
      var velocities: [Tensor] = []
      for shape in architecture.parameterShapes {
        let layer = shape.layer
        weights[layer] = try Self.read(shape, from: "\(layer)/\(layer)", of: file)
        let velocity = try Self.read(shape, from: "unreel/velocity/\(layer)", of: file)
        velocities += [velocity.kernel, velocity.bias]
      }
      return Checkpoint(
        weights: weights, velocities: velocities,
        position: try Self.position(of: file),
        architecture: architecture.name, settings: try file.text("settings", of: "unreel"))
    }
  }

  /// Reads how far training had come, without the weights.
  public static func position(of path: String) throws -> TrainingPosition {
    try HDF5File.exclusively { try position(of: HDF5File(reading: path)) }
  }

  /// Reads which network the weights are of, without the weights.
  ///
  /// - Throws: ``HDF5Error``, or ``CheckpointError/unknownArchitecture(path:name:)``.
  public static func architecture(of path: String) throws -> Architecture {
    try HDF5File.exclusively { try architecture(of: HDF5File(reading: path), at: path) }
  }

  private static func architecture(of file: HDF5File, at path: String) throws -> Architecture {
    let name = try file.text("architecture", of: "unreel")
    guard let architecture = Architecture.named(name) else {
      throw CheckpointError.unknownArchitecture(path: path, name: name)
    }
    return architecture
  }

  private static func position(of file: HDF5File) throws -> TrainingPosition {
    TrainingPosition(
      epoch: try file.integer("epoch", of: "unreel"),
      stepInEpoch: try file.integer("step_in_epoch", of: "unreel"),
      step: try file.integer("step", of: "unreel"))
  }

  private static func read(
    _ shape: ParameterShape, from group: String, of file: HDF5File
  ) throws -> (kernel: Tensor, bias: Tensor) {
    let kernel = try file.read("\(group)/kernel:0", shape: KerasForm.shape(of: shape))
    let bias = try file.read("\(group)/bias:0", shape: shape.bias)
    return (try KerasForm.restore(kernel, of: shape), try Tensor(bias, shape: shape.bias))
  }
}
