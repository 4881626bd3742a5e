import Basics
import Foundation
import Networks
import Tensors

extension Checkpoint {
  /// Reads a checkpoint.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: ``CheckpointError`` if the file is damaged or not an Unreel checkpoint, ``HDF5Error``, or
  ///   `SystemCallError`.
  public init(reading path: String) throws {
    self = try Self.withFile(path) { file in
      let architecture = try Self.architecture(of: file)
      var weights: [String: LayerWeights] = [:]
      var velocities: [Tensor] = []
      for shape in architecture.parameterShapes {
        let layer = shape.layer
        weights[layer] = try Self.read(shape, from: "\(layer)/\(layer)", of: file)
        weights[layer]?.running = try Self.readRunning(shape, of: file)
        let velocity = try Self.read(shape, from: "\(Self.group)/velocity/\(layer)", of: file)
        velocities += [velocity.kernel, velocity.bias]
      }
      return Checkpoint(
        weights: weights, velocities: velocities, architecture: architecture.name,
        record: try Self.record(of: file))
    }
  }

  /// Reads the position of a checkpoint without its weights.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: ``CheckpointError``, ``HDF5Error``, or `SystemCallError`.
  public static func position(of path: String) throws -> TrainingPosition {
    try withFile(path) { try position(of: $0) }
  }

  /// Checks that a checkpoint is undamaged, by its length and its SHA-256.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: ``CheckpointError`` if it is damaged or not an Unreel checkpoint, or `SystemCallError`.
  /// - Complexity: O(bytes).
  public static func check(_ path: String) throws {
    try CheckpointSeal.check(path)
  }

  private static func withFile<Result>(
    _ path: String, _ body: (HDF5File) throws -> Result
  ) throws -> Result {
    try CheckpointSeal.check(path)
    return try HDF5File.exclusively {
      let file = try HDF5File(reading: path)
      let version = try file.integer("format_version", of: group)
      guard version == formatVersion else {
        throw CheckpointError.otherFormat(path: path, version: version)
      }
      return try body(file)
    }
  }

  private static func record(of file: HDF5File) throws -> TrainingRecord {
    TrainingRecord(
      position: try position(of: file),
      history: try history(of: file),
      settings: try file.text("settings", of: group),
      dataFingerprint: try file.text("data_fingerprint", of: group),
      categories: try categories(of: file),
      toolVersion: try file.text("tool_version", of: group))
  }

  private static func history(of file: HDF5File) throws -> TrainingHistory {
    func recent(_ name: String) throws -> [Double] {
      try file.numbers(name, of: group, atMost: TrainingHistory.length)
    }
    let signs = try file.text("said_signs", of: group).split(separator: ",")
    return TrainingHistory(
      sum: try file.numbers("epoch_loss_sum", of: group, atMost: 1).first ?? 0,
      examples: try file.integer("epoch_examples", of: group),
      recentLosses: try recent("recent_losses"), recentSpreads: try recent("recent_spreads"),
      recentDeadShares: try recent("recent_dead_shares"),
      saidSigns: Set(signs.compactMap { CollapseSign(rawValue: String($0)) }))
  }

  private static func categories(of file: HDF5File) throws -> [String] {
    let text = try file.text("categories", of: group)
    do {
      return try JSONDecoder().decode([String].self, from: Data(text.utf8))
    } catch {
      throw HDF5Error(
        action: "reading the categories of", path: file.path, reason: "they are no list of names")
    }
  }

  /// Reads the architecture of a checkpoint without its weights.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: ``CheckpointError``, ``HDF5Error``, or `SystemCallError`.
  public static func architecture(of path: String) throws -> Architecture {
    try withFile(path) { try architecture(of: $0) }
  }

  private static func architecture(of file: HDF5File) throws -> Architecture {
    let name = try file.text("architecture", of: group)
    guard let architecture = Architecture.named(name) else {
      throw CheckpointError.unknownArchitecture(path: file.path, name: name)
    }
    return architecture
  }

  private static func position(of file: HDF5File) throws -> TrainingPosition {
    TrainingPosition(
      epoch: try file.integer("epoch", of: group),
      stepInEpoch: try file.integer("step_in_epoch", of: group),
      step: try file.integer("step", of: group))
  }

  static func read(
    _ shape: ParameterShape, from group: String, of file: HDF5File
  ) throws -> LayerWeights {
    let names = KerasForm.names(of: shape)
    let kernel = try file.read("\(group)/\(names.kernel)", shape: KerasForm.shape(of: shape))
    let bias = try file.read("\(group)/\(names.bias)", shape: shape.bias)
    return LayerWeights(
      kernel: try KerasForm.restore(kernel, of: shape), bias: try Tensor(bias, shape: shape.bias))
  }

  static func readRunning(
    _ shape: ParameterShape, of file: HDF5File
  ) throws -> RunningMoments? {
    guard shape.isNormalisation else { return nil }
    func read(_ name: String) throws -> Tensor {
      let path = "\(shape.layer)/\(shape.layer)/\(name)"
      return try Tensor(file.read(path, shape: shape.bias), shape: shape.bias)
    }
    return RunningMoments(
      mean: try read(KerasForm.runningNames.mean),
      variance: try read(KerasForm.runningNames.variance))
  }

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
