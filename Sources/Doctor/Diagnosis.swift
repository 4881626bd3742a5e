import Basics
import Foundation
import Tensors

/// Everything that `unreel doctor` looks at.
package enum Diagnosis {
  /// Looks at this machine.
  ///
  /// - Parameters:
  ///   - folder: where results will go; if it is not there yet, the nearest one above it that is.
  ///   - threads: how many threads training will use.
  /// - Returns: what was found, in the order in which to mend it.
  /// - Throws: `TensorError` where LibTorch takes no such number of threads.
  package static func findings(for folder: String, threads: Int) throws -> [Finding] {
    try LibTorch.setThreads(threads)
    let folder = Folder.nearest(URL(fileURLWithPath: folder).standardizedFileURL.path)
    let output = DurableWriteCheck(in: folder)()
    // A folder that takes no file is one finding, not two.
    let scratch = output.isBroken ? NSTemporaryDirectory() : folder
    return compute(threads: threads).map { $0() }
      + files(scratch: scratch).map { $0() }
      + [
        CoresCheck(on: .own, threads: threads)(), MemoryCheck(on: .own)(),
        SpaceCheck(in: folder, volume: { try Volume(of: folder) })(), output,
      ]
  }

  private static func compute(threads: Int) -> [any Check] {
    let machine = Machine.own
    let description = LibTorch.description
    return [
      LibTorchCheck(
        version: LibTorch.version, description: description, threads: LibTorch.threads, on: machine),
      BLASCheck(.own, description: description, threads: threads, on: machine) {
        try LibTorch.productSpeed()
      },
      OneDNNCheck(description: description, isEnabled: LibTorch.usesOneDNN, on: machine),
      BFloat16Check(on: machine) {
        // OpenMP's threads wait for each other, so on a busy machine several say little.
        try LibTorch.setThreads(1)
        defer { try? LibTorch.setThreads(threads) }
        return try LibTorch.productSpeed(inBrainFloats: true)
      },
      GPUCheck(.own, environment: machine.environment),
      BackendCheck(.gloo, description: description, on: machine),
      BackendCheck(.nccl, description: description, on: machine),
    ]
  }

  private static func files(scratch: String) -> [any Check] {
    [
      FFmpegCheck(.own), TurboJPEGCheck(),
      HDF5Check(in: scratch, environment: Machine.own.environment),
    ]
  }
}
