import Basics
import Foundation
import Networks
import Tensors

extension Checkpoint {
  /// Writes a checkpoint, durably: a reader finds the whole file or none.
  ///
  /// HDF5 in the layout that Keras's `load_weights` reads, and beside it the group `unreel` with
  /// what training needs besides weights. The same state gives the same bytes.
  ///
  /// - Parameters:
  ///   - path: the file; its folder must be there.
  ///   - network: the weights.
  ///   - optimiser: the velocities.
  ///   - position: how far training has come.
  ///   - settings: the run's settings, as text.
  ///   - categories: the names of the categories that the network's classifier tells apart, if it has
  ///     one.
  /// - Throws: ``HDF5Error``, `SystemCallError`; no new file is there then.
  public static func write(
    to path: String, network: Network, optimiser: MomentumSGD, position: TrainingPosition,
    settings: String, categories: [String] = []
  ) throws {
    try DurableFile.replace(path) { temporary in
      try HDF5File.exclusively {
        let file = try HDF5File(creating: temporary, named: path)
        try writeWeights(of: network, to: file)
        try file.createGroup("unreel")
        try file.setAttribute("format_version", of: "unreel", to: formatVersion)
        try file.setAttribute("architecture", of: "unreel", to: network.architecture.name)
        try file.setAttribute("epoch", of: "unreel", to: position.epoch)
        try file.setAttribute("step_in_epoch", of: "unreel", to: position.stepInEpoch)
        try file.setAttribute("step", of: "unreel", to: position.step)
        try file.setAttribute("settings", of: "unreel", to: settings)
        // Names may hold line breaks and commas.
        let names = String(decoding: try JSONEncoder().encode(categories), as: UTF8.self)
        try file.setAttribute("categories", of: "unreel", to: names)
        try file.createGroup("unreel/velocity")
        let velocities = optimiser.velocities
        for (index, shape) in network.architecture.parameterShapes.enumerated() {
          try write(
            kernel: velocities[2 * index], bias: velocities[2 * index + 1], of: shape,
            into: "unreel/velocity/\(shape.layer)", of: file)
        }
        try file.close()
      }
    }
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
      try file.setAttribute(
        "weight_names", of: layer, to: ["\(layer)/kernel:0", "\(layer)/bias:0"])
    }
  }

  private static func write(
    kernel: Tensor, bias: Tensor, of shape: ParameterShape, into group: String, of file: HDF5File
  ) throws {
    try file.createGroup(group)
    try file.write(
      KerasForm.export(kernel, of: shape), shape: KerasForm.shape(of: shape),
      as: "\(group)/kernel:0")
    try file.write(bias.floats(), shape: shape.bias, as: "\(group)/bias:0")
  }
}
