/// Gloo, which carries numbers between machines.
public struct GlooCheck: Check {
  private let build: LibTorchBuild
  private let machine: Machine

  /// Prepares the check with LibTorch's own words on how it was built.
  public init(description: String, on machine: Machine) {
    build = LibTorchBuild(description)
    self.machine = machine
  }

  /// Never wrong: Unreel trains on one machine.
  public func callAsFunction() -> Finding {
    let state =
      machine.loadedLibrary("libgloo").map { "loaded from \($0)" }
      ?? (build.setting("USE_GLOO") == "ON" ? "part of LibTorch" : "not built in")
    return Finding("Gloo", .ok, state + "; nothing in Unreel uses it yet")
  }
}
