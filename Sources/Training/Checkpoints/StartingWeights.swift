import Basics
import Foundation
import Networks

/// Weights from a file to start a training with.
///
/// The file is a checkpoint of any run, or a weights file of a Keras program, whose arrays have names such as
/// `conv1/conv1/kernel:0`.
public struct StartingWeights {
  /// The weights of the layers that the file has in the right shape, by layer.
  public let weights: [String: LayerWeights]
  /// Says which layers were found, in one sentence.
  public let sentence: String

  /// Reads weights.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - architecture: the layers to find weights for.
  /// - Throws: ``CheckpointError`` if the file is missing, is not HDF5, is a damaged checkpoint or has no
  ///   layer of the network; ``HDF5Error``; `SystemCallError`.
  public init(reading path: String, for architecture: Architecture) throws {
    guard Folder.isFile(path) else { throw CheckpointError.noFile(path: path) }
    do {
      try CheckpointSeal.check(path)
    } catch CheckpointError.unsealed {
      // A file of another program has no seal to check.
    }
    var found: [String: LayerWeights] = [:]
    var missing: [String] = []
    try HDF5File.exclusively {
      let file = try Self.open(path)
      for shape in architecture.parameterShapes {
        let group = "\(shape.layer)/\(shape.layer)"
        guard try Self.has(shape, in: group, of: file) else {
          missing.append(shape.layer)
          continue
        }
        var weights = try Checkpoint.read(shape, from: group, of: file)
        weights.running = try Checkpoint.readRunning(shape, of: file)
        found[shape.layer] = weights
      }
    }
    guard !found.isEmpty else {
      throw CheckpointError.noWeights(path: path, network: architecture.name)
    }
    weights = found
    let drawn = missing.isEmpty ? "" : "; drawn at random: \(missing.joined(separator: ", "))"
    sentence =
      "starting with the weights of \(path): \(found.count) of "
      + "\(architecture.parameterShapes.count) layers\(drawn)"
  }

  private static func open(_ path: String) throws -> HDF5File {
    do {
      return try HDF5File(reading: path)
    } catch let error as HDF5Error {
      throw CheckpointError.notHDF5(path: path, reason: error.reason)
    }
  }

  private static func has(
    _ shape: ParameterShape, in group: String, of file: HDF5File
  ) throws -> Bool {
    let names = KerasForm.names(of: shape)
    var wanted = [names.kernel: KerasForm.shape(of: shape), names.bias: shape.bias]
    if shape.isNormalisation {
      wanted[KerasForm.runningNames.mean] = shape.bias
      wanted[KerasForm.runningNames.variance] = shape.bias
    }
    return try wanted.allSatisfy { try file.shape(of: "\(group)/\($0.key)") == $0.value }
  }
}
