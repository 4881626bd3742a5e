/// A library that carries numbers between processes: a backend, as LibTorch calls it.
package struct BackendCheck: Check {
  /// The backends.
  package enum Backend: String, Sendable {
    /// Between machines.
    case gloo = "Gloo"
    /// Between GPUs.
    case nccl = "NCCL"
  }

  private let backend: Backend
  private let build: LibTorchBuild
  private let machine: Machine

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - backend: which one.
  ///   - description: LibTorch's own words on how it was built.
  ///   - machine: where it runs.
  package init(_ backend: Backend, description: String, on machine: Machine) {
    self.backend = backend
    build = LibTorchBuild(description)
    self.machine = machine
  }

  /// Never wrong: Unreel trains on one machine and one GPU at most.
  package func callAsFunction() -> Finding {
    let name = backend.rawValue
    // LibTorch writes 1 for NCCL and ON for the others.
    let isBuiltIn = ["1", "ON"].contains(build.setting("USE_\(name.uppercased())"))
    let state =
      machine.loadedLibrary("lib\(name.lowercased())").map { "loaded from \($0)" }
      ?? (isBuiltIn ? "part of LibTorch" : "not built in")
    return Finding(name, .ok, state + "; nothing in Unreel uses it yet")
  }
}
