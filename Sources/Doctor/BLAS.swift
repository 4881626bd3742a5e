import Foundation
import Tensors

/// The library that computes LibTorch's products of matrices.
package struct BLASLibrary: Sendable {
  /// The library's file with every link followed, or nil if it is part of LibTorch.
  package var path: String?
  /// OpenBLAS's description, such as `OpenBLAS 0.3.21 DYNAMIC_ARCH Cooperlake MAX_THREADS=64`.
  package var configuration: String?
  /// The number of threads that it uses, if it tells.
  package var threads: Int?
  /// OpenBLAS's name for the kernels that fit the processor, such as `SKYLAKEX`; nil if any fit.
  package var fittingKernels: String?

  /// Describes a library.
  package init(
    path: String?, configuration: String? = nil, threads: Int? = nil, fittingKernels: String? = nil
  ) {
    (self.path, self.configuration) = (path, configuration)
    (self.threads, self.fittingKernels) = (threads, fittingKernels)
  }

  /// Finds the file that provides `sgemm_`.
  ///
  /// It is not enough to look for a loaded OpenBLAS, because another library may have loaded it.
  package init(of machine: Machine) {
    let provider =
      machine.provider("sgemm_") ?? machine.loadedLibrary("libblas.so")
      ?? machine.loadedLibrary("libmkl") ?? machine.loadedLibrary("libopenblas")
    let path = provider.map { machine.resolve($0) ?? $0 }
    self.init(path: path?.contains("libtorch") == true ? nil : path)
  }

  /// The library of this process.
  static var own: BLASLibrary {
    var library = BLASLibrary(of: .own)
    guard library.isOpenBLAS else { return library }
    library.fittingKernels = LibTorch.fittingOpenBLASKernels
    typealias Text = @convention(c) () -> UnsafePointer<CChar>?
    typealias Number = @convention(c) () -> Int32
    if let function = dlsym(nil, "openblas_get_config") {
      library.configuration = unsafeBitCast(function, to: Text.self)().map { String(cString: $0) }
    }
    if let function = dlsym(nil, "openblas_get_num_threads") {
      library.threads = Int(unsafeBitCast(function, to: Number.self)())
    }
    return library
  }

  /// Whether it is OpenBLAS, which can describe itself.
  private var isOpenBLAS: Bool { path?.contains("openblas") ?? false }

  /// Whether it is the reference BLAS, which Debian uses if no other BLAS is installed.
  fileprivate var isReference: Bool { path?.contains("/blas/libblas.so") ?? false }

  /// Whether OpenBLAS computes with its oldest kernels, as for every processor that it does not know.
  fileprivate var usesOldestKernels: Bool {
    configuration?.split(separator: " ").contains("Prescott") ?? false
  }

  /// Returns the library's name as text.
  fileprivate func name(in build: LibTorchBuild) -> String {
    if isReference { return "the reference BLAS" }
    if isOpenBLAS {
      let words = configuration?.split(separator: " ") ?? []
      return words.count > 1 ? "OpenBLAS \(words[1])" : "OpenBLAS"
    }
    return path ?? build.setting("BLAS_INFO").map { "\($0), part of LibTorch" } ?? "unknown"
  }
}

extension Check {
  /// The speed in floating-point operations per second below which a BLAS is not optimised.
  ///
  /// The reference BLAS does 4 × 10⁹ on any recent processor, OpenBLAS 80 × 10⁹ on one core with AVX-512.
  private static let slowestBLAS = 8e9

  private static let alternative = "libblas.so.3-x86_64-linux-gnu"
  private static let installed = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3"

  /// Checks which library computes products of matrices, and how fast.
  ///
  /// - Parameters:
  ///   - library: the library.
  ///   - description: LibTorch's description of its build.
  ///   - threads: the number of threads that training will use.
  ///   - machine: the machine.
  ///   - speed: measures a product, in floating-point operations per second.
  /// - Returns: slow if it is the reference BLAS, if it uses one of several cores or its oldest kernels, or if its
  ///   speed is as low as that.
  package static func blas(
    _ library: BLASLibrary, description: String, threads: Int, on machine: Machine,
    speed: () throws -> Double
  ) -> Finding {
    let name = library.name(in: LibTorchBuild(description))
    let measured: Double
    do {
      measured = try speed()
    } catch {
      return Finding(
        "BLAS", .broken(because: "\(error)", mend: "apt-get install --reinstall libtorch-dev"), name
      )
    }
    let used = library.threads.map { $0 == 1 ? ", 1 thread" : ", \($0) threads" } ?? ""
    let detail = "\(name)\(used), \(speedText(measured))"
    func slow(_ because: String, _ mend: String) -> Finding {
      Finding("BLAS", .slow(because: because, mend: mend), detail)
    }
    if library.isReference {
      return slow("training takes about three times as long with it", replaceBLAS(on: machine))
    }
    if library.usesOldestKernels, let kernels = library.fittingKernels {
      return slow(
        "it computes with kernels of 2004, as on every processor that it does not know",
        "export OPENBLAS_CORETYPE=\(kernels)")
    }
    if library.threads == 1, min(threads, machine.cores) > 1 {
      let variables = ["OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"]
      let limit = variables.first { machine.environment[$0] == "1" }
      return slow(
        "it uses 1 of \(machine.cores) cores",
        limit.map { "unset \($0)" } ?? replaceBLAS(on: machine))
    }
    if measured < slowestBLAS {
      return slow("an optimised BLAS is many times faster", "top, to see what else is running")
    }
    return Finding("BLAS", .ok, detail)
  }

  /// Returns the command that makes OpenBLAS the library in use.
  private static func replaceBLAS(on machine: Machine) -> String {
    guard machine.resolve(installed) != nil else {
      return "apt-get install libopenblas0-pthread"
    }
    // OpenBLAS is installed, so either the user's environment or the system's setting prefers another.
    if machine.resolve("/etc/alternatives/\(alternative)") == installed {
      return "unset LD_LIBRARY_PATH LD_PRELOAD"
    }
    return "update-alternatives --set \(alternative) \(installed)"
  }

  /// Returns a speed as text: `79 GFLOP/s`, with a decimal below ten.
  static func speedText(_ operationsPerSecond: Double) -> String {
    let billions = operationsPerSecond / 1e9
    return String(format: billions < 10 ? "%.1f GFLOP/s" : "%.0f GFLOP/s", billions)
  }
}
