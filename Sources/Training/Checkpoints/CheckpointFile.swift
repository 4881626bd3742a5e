import Basics
import Foundation
import Networks
import Tensors

extension Checkpoint {
  /// The HDF5 group of everything besides weights.
  static let group = "unreel"

  /// Writes a checkpoint, durably: the file is written whole or not at all.
  ///
  /// The file is HDF5. Its weights have the layout that Keras's `load_weights` reads. The group `unreel`
  /// holds everything else, and a block at the front holds the SHA-256 of the rest. The same state gives the
  /// same bytes.
  ///
  /// - Parameters:
  ///   - path: the file's path; its folder must exist.
  ///   - network: the network with the weights.
  ///   - optimiser: the optimiser with the velocities.
  ///   - record: the progress, the settings and the data of the training.
  /// - Throws: ``HDF5Error``, `SystemCallError` or ``CheckpointError/notFinite(path:layer:)``; then no file
  ///   is written.
  public static func write(
    to path: String, network: Network, optimiser: MomentumSGD, record: TrainingRecord
  ) throws {
    do {
      try replace(path, network: network, optimiser: optimiser, record: record)
    } catch let error as HDF5Error {
      // The system's reason and the needed space say more than the name of the dataset.
      guard let code = error.code else { throw error }
      throw SystemCallError(
        action: "writing", path: path, code: code, need: size(of: network.architecture))
    } catch var error as SystemCallError {
      error.need = size(of: network.architecture)
      throw error
    }
  }

  private static func replace(
    _ path: String, network: Network, optimiser: MomentumSGD, record: TrainingRecord
  ) throws {
    try DurableFile.replace(path) { temporary in
      try HDF5File.exclusively {
        let file = try HDF5File(
          creating: temporary, named: path, blockInFront: CheckpointSeal.length)
        try writeWeights(of: network, to: file)
        try write(record, of: network, to: file)
        try file.createGroup("\(group)/velocity")
        let velocities = optimiser.velocities
        for (index, shape) in network.architecture.parameterShapes.enumerated() {
          try write(
            kernel: velocities[2 * index], bias: velocities[2 * index + 1], of: shape,
            into: "\(group)/velocity/\(shape.layer)", of: file)
        }
        try file.close()
      }
      try CheckpointSeal.seal(temporary, named: path)
    }
  }

  private static func write(
    _ record: TrainingRecord, of network: Network, to file: HDF5File
  ) throws {
    try file.createGroup(group)
    try file.setAttribute("format_version", of: group, to: formatVersion)
    try file.setAttribute("tool_version", of: group, to: record.toolVersion)
    try file.setAttribute("architecture", of: group, to: network.architecture.name)
    try file.setAttribute("epoch", of: group, to: record.position.epoch)
    try file.setAttribute("step_in_epoch", of: group, to: record.position.stepInEpoch)
    try file.setAttribute("step", of: group, to: record.position.step)
    try file.setAttribute("settings", of: group, to: record.settings)
    try file.setAttribute("data_fingerprint", of: group, to: record.dataFingerprint)
    // JSON, because names may contain line breaks and commas.
    let names = String(decoding: try JSONEncoder().encode(record.categories), as: UTF8.self)
    try file.setAttribute("categories", of: group, to: names)
    try write(record.history, to: file)
  }

  private static func write(_ history: TrainingHistory, to file: HDF5File) throws {
    try file.setAttribute("epoch_loss_sum", of: group, to: [history.sum])
    try file.setAttribute("epoch_examples", of: group, to: history.examples)
    try file.setAttribute("recent_losses", of: group, to: history.recentLosses)
    try file.setAttribute("recent_spreads", of: group, to: history.recentSpreads)
    try file.setAttribute("recent_dead_shares", of: group, to: history.recentDeadShares)
    let signs = history.saidSigns.map(\.rawValue).sorted().joined(separator: ",")
    try file.setAttribute("said_signs", of: group, to: signs)
  }

  private static func writeWeights(of network: Network, to file: HDF5File) throws {
    let layers = network.architecture.layers.map(\.name)
    try file.setAttribute("layer_names", to: layers)
    try file.setAttribute("backend", to: "tensorflow")
    try file.setAttribute("keras_version", to: "3.0.0")
    let shapes = network.architecture.parameterShapes.reduce(into: [:]) { $0[$1.layer] = $1 }
    var parameters = network.parameters.makeIterator()
    for layer in layers {
      guard let shape = shapes[layer], let kernel = parameters.next(), let bias = parameters.next()
      else {
        try file.createGroup(layer)
        try file.setAttribute("weight_names", of: layer, to: [String]())
        continue
      }
      try file.createGroup(layer)
      try write(
        kernel: kernel.tensor, bias: bias.tensor, of: shape, into: "\(layer)/\(layer)", of: file)
      var names = [KerasForm.names(of: shape).kernel, KerasForm.names(of: shape).bias]
      if let running = network.runningMoments[layer] {
        for (name, values) in [
          (KerasForm.runningNames.mean, running.mean),
          (KerasForm.runningNames.variance, running.variance),
        ] {
          try write(
            values.floats(), sizes: shape.bias, of: shape, as: "\(layer)/\(layer)/\(name)", of: file
          )
          names.append(name)
        }
      }
      try file.setAttribute("weight_names", of: layer, to: names.map { "\(layer)/\($0)" })
    }
  }

  private static func write(
    kernel: Tensor, bias: Tensor, of shape: ParameterShape, into path: String, of file: HDF5File
  ) throws {
    let names = KerasForm.names(of: shape)
    try file.createGroup(path)
    try write(
      KerasForm.export(kernel, of: shape), sizes: KerasForm.shape(of: shape), of: shape,
      as: "\(path)/\(names.kernel)", of: file)
    try write(
      bias.floats(), sizes: shape.bias, of: shape, as: "\(path)/\(names.bias)", of: file)
  }

  private static func write(
    _ values: [Float], sizes: [Int], of shape: ParameterShape, as path: String, of file: HDF5File
  ) throws {
    guard values.allSatisfy(\.isFinite) else {
      throw CheckpointError.notFinite(path: file.path, layer: shape.layer)
    }
    try file.write(values, shape: sizes, as: path)
  }
}
