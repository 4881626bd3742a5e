import Foundation

/// The library that LibTorch's products of matrices come from.
package struct BLASLibrary: Sendable {
  /// Its file with every link followed, or nil where it is part of LibTorch.
  package var path: String?
  /// OpenBLAS's own words, such as `OpenBLAS 0.3.21 DYNAMIC_ARCH Cooperlake MAX_THREADS=64`.
  package var configuration: String?
  /// How many threads it uses, where it tells.
  package var threads: Int?

  /// Describes a library.
  package init(path: String?, configuration: String? = nil, threads: Int? = nil) {
    self.path = path
    self.configuration = configuration
    self.threads = threads
  }

  /// Finds the file that provides `sgemm_`.
  ///
  /// That OpenBLAS is loaded proves nothing: it may be there for another library's sake.
  package init(of machine: Machine) {
    let provider =
      machine.provider("sgemm_") ?? machine.loadedLibrary("libblas.so")
      ?? machine.loadedLibrary("libmkl") ?? machine.loadedLibrary("libopenblas")
    let path = provider.map { machine.resolve($0) ?? $0 }
    self.init(path: path?.contains("libtorch") == true ? nil : path)
  }

  /// OpenBLAS, which says of itself how it was built and how many threads it uses.
  var isOpenBLAS: Bool { path?.contains("openblas") ?? false }

  /// The plain Fortran that a Debian machine takes where there is no other.
  var isReference: Bool { path?.contains("/blas/libblas.so") ?? false }

  /// What it is called, in words.
  func name(in build: LibTorchBuild) -> String {
    if isReference { return "the reference BLAS" }
    if isOpenBLAS {
      let words = configuration?.split(separator: " ") ?? []
      return words.count > 1 ? "OpenBLAS \(words[1])" : "OpenBLAS"
    }
    return path ?? build.setting("BLAS_INFO").map { "\($0), part of LibTorch" } ?? "unknown"
  }
}
