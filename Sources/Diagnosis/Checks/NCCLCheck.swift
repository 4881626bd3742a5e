/// NCCL, which carries numbers between GPUs.
public struct NCCLCheck: Check {
  private let build: LibTorchBuild
  private let machine: Machine

  /// Prepares the check with LibTorch's own words on how it was built.
  public init(description: String, on machine: Machine) {
    build = LibTorchBuild(description)
    self.machine = machine
  }

  /// Never wrong: Unreel trains on one GPU at most.
  public func callAsFunction() -> Finding {
    let state =
      machine.loadedLibrary("libnccl").map { "loaded from \($0)" }
      ?? (["1", "ON"].contains(build.setting("USE_NCCL")) ? "part of LibTorch" : "not built in")
    return Finding("NCCL", .ok, state + "; nothing in Unreel uses it yet")
  }
}
