/// LibTorch's version, and whether it uses the processor's vector instructions.
package struct LibTorchCheck: Check {
  private let version: String
  private let build: LibTorchBuild
  private let threads: Int
  private let machine: Machine

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - version: LibTorch's version.
  ///   - description: its own words on how it was built.
  ///   - threads: how many threads it works with.
  ///   - machine: where it runs.
  package init(version: String, description: String, threads: Int, on machine: Machine) {
    self.version = version
    build = LibTorchBuild(description)
    self.threads = threads
    self.machine = machine
  }

  /// Slow where someone told it to do without vectors.
  package func callAsFunction() -> Finding {
    let vectors = build.vectors ?? "unknown"
    let detail =
      "\(version), \(threads == 1 ? "1 thread" : "\(threads) threads"), \(vectors) vectors"
    if let limit = machine.environment["ATEN_CPU_CAPABILITY"] {
      return Finding(
        "LibTorch",
        .slow(
          because: "ATEN_CPU_CAPABILITY=\(limit) keeps it from better ones",
          mend: "unset ATEN_CPU_CAPABILITY"), detail)
    }
    return Finding("LibTorch", .ok, detail)
  }
}
